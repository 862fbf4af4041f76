import { AudioSocket } from '@loa-lang/controller/console/live/talk/audio-socket';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A browser's socket that does as the test says. */
class FakeSocket {
  static made: FakeSocket[] = [];
  readyState = 0;
  bufferedAmount = 0;
  sent: unknown[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.made.push(this);
  }

  send(message: unknown): void {
    this.sent.push(message);
  }

  close(): void {
    this.readyState = 3;
  }

  says(state: string): void {
    this.readyState = 1;
    this.onmessage?.({ data: JSON.stringify({ type: 'state', state }) });
  }

  closes(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const opened = () => {
  const heard: string[] = [];
  const events = {
    told: ({ state }: { state: string }) => heard.push(state),
    lost: () => heard.push('lost'),
    gone: (why: string) => heard.push(`gone: ${why}`),
  };
  const socket = new AudioSocket('ws://localhost/a', events as never, () => performance.now());
  const [first] = FakeSocket.made as [FakeSocket];
  return { socket, heard, first };
};
const frame = () => new Uint8Array(81);

describe('the connection of a live', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    FakeSocket.made = [];
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('drops what would wait for more than a second', () => {
    const { socket, first } = opened();
    expect(socket.send(frame())).toBe(false);
    first.says('on-air');
    first.bufferedAmount = 50 * 81;
    expect(socket.send(frame())).toBe(true);
    first.bufferedAmount = 50 * 81 + 1;
    expect(socket.send(frame())).toBe(false);
    expect(first.sent).toHaveLength(1);
    first.bufferedAmount = 0;
    expect(socket.send(frame())).toBe(true);
  });

  it('comes again after a short loss', () => {
    const { socket, heard, first } = opened();
    first.says('on-air');
    vi.advanceTimersByTime(1000);
    first.closes(1006);
    vi.advanceTimersByTime(500);
    const second = FakeSocket.made[1];
    second?.says('on-air');
    expect(socket.send(frame())).toBe(true);
    expect(heard).toEqual(['on-air', 'lost', 'on-air']);
    vi.advanceTimersByTime(1500);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it('a network that keeps silent is lost after 2 s, and given up after 3', () => {
    const { heard, first } = opened();
    first.says('on-air');
    vi.advanceTimersByTime(2000);
    expect(heard).toEqual(['on-air']);
    vi.advanceTimersByTime(200);
    expect(heard).toEqual(['on-air', 'lost']);
    // what comes late on the old connection is not for us any more
    first.says('on-air');
    vi.advanceTimersByTime(1000);
    expect(heard).toEqual(['on-air', 'lost', 'gone: network']);
    vi.advanceTimersByTime(10_000);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it('waits longer for the first word than for any other', () => {
    const { heard } = opened();
    vi.advanceTimersByTime(8000);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(heard).toEqual(['gone: network']);
  });

  it.each([
    [4401, 'not-signed-in'],
    [4403, 'gone'],
    [4404, 'gone'],
    [4409, 'taken-over'],
  ])('closed with %i it does not come again', (code, why) => {
    const { heard, first } = opened();
    first.says('on-air');
    first.closes(code);
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual(['on-air', `gone: ${why}`]);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it('after the last word it is closed, and says nothing more', () => {
    const { socket, heard, first } = opened();
    first.says('on-air');
    socket.end();
    first.says('ended');
    vi.advanceTimersByTime(10_000);
    expect([heard, first.sent, first.readyState]).toEqual([['on-air', 'ended'], ['{"type":"end"}'], 3]);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it('says why it leaves', () => {
    const { socket, heard, first } = opened();
    first.says('on-air');
    socket.bye('hidden');
    expect(first.sent).toEqual(['{"type":"bye","why":"hidden"}']);
    expect([first.readyState, socket.send(frame())]).toEqual([3, false]);
    vi.advanceTimersByTime(10_000);
    expect(heard).toEqual(['on-air']);
  });
});
