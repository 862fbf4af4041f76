import { correctionOf } from '@loa-lang/controller/domain/reading/corrections';
import { readText } from '@loa-lang/controller/domain/reading/read-text';
import { describe, expect, it } from 'vitest';

const TEXT = 'Sáng 3/4 họp thôn. Đã có 3/4 số hộ đăng ký. Chiều 3/4 họp chi bộ.';

/** The correction that an officer makes by a click on the `nth` place where `written` stands. */
const click = (text: string, written: string, nth: number, reading: string) => {
  const segment = readText(text).segments.filter((each) => each.written === written)[nth];
  if (segment === undefined) throw new Error('no such place');
  return correctionOf(text, segment, reading);
};

describe('a correction', () => {
  it('changes the one place that was clicked', () => {
    const correction = click(TEXT, '3/4', 2, 'ngày ba tháng tư');
    const { spoken, lostCorrections } = readText(TEXT, { corrections: [correction] });
    expect(spoken).toBe(
      'Sáng ba tháng tư họp thôn. Đã có ba phần tư số hộ đăng ký. Chiều ngày ba tháng tư họp chi bộ.',
    );
    expect(lostCorrections).toEqual([]);
  });

  it('stays at its place when the text changes elsewhere', () => {
    const correction = click(TEXT, '3/4', 2, 'ngày ba tháng tư');
    const edited = `Thông báo 3/4. ${TEXT.replace('Sáng 3/4 họp thôn. ', '')} Mang theo giấy tờ.`;
    const { segments } = readText(edited, { corrections: [correction] });
    const corrected = segments.filter((segment) => segment.kind === 'correction');
    expect(corrected).toHaveLength(1);
    expect(edited.slice(0, corrected[0]?.from)).toMatch(/Chiều $/);
  });

  it('is reported lost when its place is gone, and does not move to another', () => {
    const correction = click('Giá 5g vàng tăng', '5g', 0, 'năm gam');
    const { spoken, lostCorrections } = readText('Họp lúc 5g', { corrections: [correction] });
    expect(spoken).toBe('Họp lúc năm giờ');
    expect(lostCorrections).toEqual([0]);
  });

  it('reaches words that are read as they stand, and wins over the rules around it', () => {
    const corrections = [
      { written: 'Krông', reading: 'Cờ-rông', before: 'xã ', after: ' Ana' },
      { written: 'lúc 7h30', reading: 'lúc bảy rưỡi', before: 'Ana ', after: ' sáng' },
    ];
    const { spoken } = readText('Họp tại xã Krông Ana lúc 7h30 sáng', { corrections });
    expect(spoken).toBe('Họp tại xã Cờ-rông Ana lúc bảy rưỡi sáng');
  });

  it('can pass over a place in silence', () => {
    const text = 'Nơi nhận: như trên; Lưu: VT. Mời bà con đến họp.';
    const corrections = [{ written: 'Nơi nhận: như trên; Lưu: VT.', reading: '', before: '', after: ' Mời bà' }];
    const { spoken, segments } = readText(text, { corrections });
    expect(spoken).toBe('Mời bà con đến họp.');
    expect(segments[0]).toMatchObject({ from: 0, kind: 'correction', reading: '' });
    expect(
      readText('Họp (mật) ngay', { corrections: [{ written: 'mật', reading: '', before: '(', after: ')' }] }).spoken,
    ).toBe('Họp, ngay');
  });

  it('keeps its place among doubled and no-break spaces', () => {
    const text = 'Họp\u00a0 \u00a0chiều  3/4  tại  đình, đã có  3/4  số hộ';
    const corrections = [{ written: '3/4  tại', reading: 'ngày ba tháng tư tại', before: 'chiều  ', after: '  đình' }];
    const { spoken, segments, lostCorrections } = readText(text, { corrections });
    expect(spoken).toBe('Họp chiều ngày ba tháng tư tại đình, đã có ba phần tư số hộ');
    expect(lostCorrections).toEqual([]);
    const corrected = segments.find((segment) => segment.kind === 'correction');
    expect(text.slice(corrected?.from, corrected?.to)).toBe('3/4  tại');
  });

  it('given twice for one place counts once', () => {
    const correction = click(TEXT, '3/4', 1, 'ba trên bốn');
    expect(
      readText(TEXT, { corrections: [correction, correction] }).segments.filter((s) => s.kind === 'correction'),
    ).toHaveLength(1);
  });
});
