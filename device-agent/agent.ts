/** One device: its services, joined. Everything with a side effect is given from outside. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { lastKnownTime } from './domain/last-known-time.ts';
import { readJournal } from './domain/run-history.ts';
import { wantedAssets } from './domain/wanted-assets.ts';
import { AmplifierKeeper } from './playout/amplifier-keeper.ts';
import { PlayoutSource } from './playout/playout-source.ts';
import type { OpenedSound } from './playout/segment.ts';
import type { Amplifier } from './ports/amplifier.ts';
import type { AssetCache } from './ports/asset-cache.ts';
import type { AudioSink } from './ports/audio-sink.ts';
import type { Clock } from './ports/clock.ts';
import type { ControllerLink } from './ports/controller-link.ts';
import type { DeviceStore } from './ports/device-store.ts';
import { Account } from './services/account.ts';
import { Alarm } from './services/alarm.ts';
import { AnnouncePresence } from './services/announce-presence.ts';
import { DeliverReports } from './services/deliver-reports.ts';
import { FaultLedger } from './services/fault-ledger.ts';
import { FetchAudio } from './services/fetch-audio.ts';
import { type AgentIdentity, Speaker } from './services/identity.ts';
import { Inbox } from './services/inbox.ts';
import { KeepDocuments } from './services/keep-documents.ts';
import { KeepTime } from './services/keep-time.ts';
import type { LogLines } from './services/log-lines.ts';
import { ObeyCommands } from './services/obey-commands.ts';
import { Play } from './services/play.ts';
import { ReportHealth } from './services/report-health.ts';
import { RunSink } from './services/run-sink.ts';
import { Subscriptions } from './services/subscriptions.ts';
import { ViewPlans } from './services/view-plans.ts';
import type { AgentStatus } from './status.ts';

export interface LastWill {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export interface AgentDeps {
  identity: AgentIdentity;
  /** name of the cluster, for people */
  label: string | undefined;
  clock: Clock;
  /** 0 … 1 */
  random(): number;
  /** 16 to 64 characters of base64url that nobody can guess */
  newNonce(): string;
  store: DeviceStore;
  cache: AssetCache;
  /** `will` is asked for before every attempt to connect */
  createLink(will: () => Promise<LastWill>): ControllerLink;
  createSink(controllerTimeAt: (at: number) => number | undefined): AudioSink;
  amplifier: Amplifier | undefined;
  openSound(path: string, assetId: AssetId): Promise<OpenedSound>;
  log: LogLines;
  diskFreeBytes?(): Promise<number | undefined>;
  settingsChanged?(settings: Settings): void;
  /** the controller has asked for a restart: the program ends cleanly */
  restart(): void;
}

export interface Agent {
  /** Resolves when the agent is at work; it needs no network for that. Rejects when its disk cannot be used. */
  start(): Promise<void>;
  /** Falls silent, writes what must be written, says goodbye. */
  stop(): Promise<void>;
  status(): AgentStatus;
}

/** What is due far ahead comes into reach by itself; nothing waits longer than this for it. */
const REFRESH_MS = 60_000;
/** Sync often when something sounds within this: the time must be right then. */
const BUSY_AHEAD_MS = 60_000;
/** A start this near has all of the processor. */
const SOUND_FIRST_MS = 1000;
const ILL = new Set<string>(['stale-plan', 'sink-failed', 'disk-full', 'cache-full', 'amplifier-failed']);
const SILENT_OUTPUT_QUIET_MS = 24 * 3_600_000;
const DEFAULT_FLOOR_DBFS = -50;

export function createAgent(deps: AgentDeps): Agent {
  const { clock, store, cache, log, identity, random } = deps;
  const bug = (error: unknown) => log.error('unexpected', error instanceof Error ? error.stack : error);
  const startedAt = clock.monotonicNow();
  const journal = readJournal(store.journal.entries);

  // services know each other only through what is handed to them here
  const link = deps.createLink(() => presence.will());
  const subscriptions = new Subscriptions(link);
  const speaker = new Speaker(identity, link);
  const ring = () => documents.ring();
  const now = () => time.now();
  const settings = () => documents.settings();

  const startsSoon = () => {
    const at = now();
    const runs = at === undefined ? [] : (plans.at(at)?.runs ?? []);
    return runs.some(({ startAt }) => at !== undefined && startAt > at && startAt - at < SOUND_FIRST_MS);
  };
  const reports = new DeliverReports({ clock, store, speaker, log, faults: () => faults, ring, now, startsSoon });
  const faults = new FaultLedger(clock, (fault) => {
    log.warn(`fault ${fault.code} ${fault.state}${fault.detail === undefined ? '' : `: ${fault.detail}`}`);
    void reports.add(fault);
  });
  const documents = new KeepDocuments({
    identity,
    store: store.documents,
    subscriptions,
    faults,
    log,
    now,
    changed: (kind) => {
      const held = documents.settings();
      if (kind === 'settings' && held !== undefined) deps.settingsChanged?.(held);
      time.documentsChanged();
      reconsider();
    },
  });
  const time: KeepTime = new KeepTime({
    clock,
    random,
    newNonce: deps.newNonce,
    speaker,
    link,
    store,
    faults,
    log,
    ring,
    settings,
    held: () => documents.held(),
    busy: () => play.soundsWithin(BUSY_AHEAD_MS) || faults.raised().some((code) => ILL.has(code)),
    changed: () => {
      if (time.trust !== 'none') presence.timeKnown();
      reconsider();
    },
  });
  const plans = new ViewPlans(documents);
  const timeMap = () => time.timeMap();
  const account: Account = new Account({
    clock,
    store,
    faults,
    report: async (receipt) => {
      log.info(`run ${receipt.run} of ${receipt.broadcastId}: ${receipt.state} ${receipt.reason ?? ''}`);
      if (receipt.reason === 'below-floor') faults.raise('output-silent', receipt.broadcastId, SILENT_OUTPUT_QUIET_MS);
      await reports.add(receipt);
    },
    earlier: journal.runs,
    closed: journal.closed,
    playout: () => playout,
    now,
    timeMap,
    bootedAt: () => time.bootedAt(),
    trustedSince: () => time.trustedSince,
    joinReady: () => time.joinReady(),
    view: (at) => plans.at(at),
    has: (assetId) => cache.has(assetId),
    outputFloorDbfs: () => settings()?.outputFloorDbfs ?? DEFAULT_FLOOR_DBFS,
  });
  const playout: PlayoutSource = new PlayoutSource({
    clock,
    timeMap,
    listener: {
      started: (record) => account.started(record),
      ended: (record) => account.ended(record),
      failed: (segment, reason) => {
        account.failed(segment, reason);
        void audio.doubt(segment.assetId).catch(bug);
      },
    },
    isAudible: (at) => amplifier?.isWarm(at) ?? true,
  });
  const amplifier =
    deps.amplifier === undefined
      ? undefined
      : new AmplifierKeeper({
          clock,
          amplifier: deps.amplifier,
          source: playout,
          onFault: (detail) => faults.raise('amplifier-failed', detail, REFRESH_MS),
        });
  const output = new RunSink({
    clock,
    sink: deps.createSink((at) => timeMap()?.toController(at)),
    source: playout,
    faults,
    failed: () => {
      for (const { broadcastId, version, run } of play.sounding()) {
        account.notice(`${broadcastId}:${version}:${run}`, 'sink-failed');
      }
    },
  });
  const play: Play = new Play({
    clock,
    playout,
    sink: {
      changed: () => {
        output.changed();
        amplifier?.changed();
      },
    },
    journal: store.journal,
    faults,
    earlier: journal.runs,
    closed: journal.closed,
    now,
    timeMap,
    joinReady: () => time.joinReady(),
    bornAt: () => store.bornAt(),
    view: (at) => plans.at(at),
    volumeDb: () => settings()?.volumeDb ?? 0,
    cache,
    openSound: deps.openSound,
    noticed: (key, reason) => account.notice(key, reason),
  });
  const audio = new FetchAudio({
    clock,
    random,
    cache,
    speaker,
    subscriptions,
    faults,
    log,
    ring,
    settings,
    now,
    report: (report) => void reports.add(report),
    changed: () => reconsider(),
  });
  const commands = new ObeyCommands({
    identity,
    journal: store.journal,
    seen: journal.commands,
    faults,
    log,
    ring,
    now,
    bornAt: () => store.bornAt(),
    answer: (answer) => reports.add(answer),
    statusText: () => JSON.stringify(status()),
    restart: deps.restart,
  });
  const presence: AnnouncePresence = new AnnouncePresence({
    identity,
    connections: store.connections,
    speaker,
    link,
    lastKnownTime: () => now() ?? lastKnownTime(store),
  });
  const health = new ReportHealth(clock, random, speaker, async () => {
    const diskFreeBytes = await deps.diskFreeBytes?.().catch(() => undefined);
    const timeUncertaintyMs = time.uncertaintyMs();
    return {
      uptimeMs: clock.monotonicNow() - startedAt,
      agentVersion: identity.agentVersion,
      ...(timeUncertaintyMs === undefined ? {} : { timeUncertaintyMs }),
      residentBytes: process.memoryUsage.rss(),
      ...(diskFreeBytes === undefined ? {} : { diskFreeBytes }),
      cachedAssets: cache.complete().length,
      cachedBytes: cache.usedBytes(),
      pendingReports: reports.pending,
      sink: sinkState(),
    };
  });
  const inbox = new Inbox(
    identity,
    faults,
    {
      document: (subject, bytes) => documents.receive(subject, bytes),
      sync: (message) => time.receive(message),
      ack: (bytes) => reports.receiveAck(bytes),
      command: (message) => commands.receive(message),
      manifest: (assetId, bytes) => audio.receiveManifest(assetId, bytes),
      chunk: (assetId, index, bytes) => audio.receiveChunk(assetId, index, bytes),
    },
    bug,
  );
  const refresh = new Alarm(clock, () => reconsider());
  let running = false;

  /** Something has changed: decide again what to play, what to report and what to fetch. */
  function reconsider(): void {
    if (!running) return;
    refresh.after(REFRESH_MS);
    const at = now();
    account.review();
    play.reconcile();
    time.reconsider();
    const runs = at === undefined ? [] : plans.at(at).runs;
    void audio.want(wantedAssets(runs, documents.followedPlans(), at ?? 0)).catch(bug);
  }

  const sinkState = () => (output.failed ? 'failed' : play.sounding().length > 0 ? 'sounding' : 'idle');

  function status(): AgentStatus {
    const at = now();
    const view = at === undefined ? undefined : plans.at(at);
    return {
      deviceId: identity.deviceId,
      label: deps.label,
      agentVersion: identity.agentVersion,
      uptimeMs: Math.round(clock.monotonicNow() - startedAt),
      connected: link.connected,
      time: { trust: time.trust, now: at, uncertaintyMs: time.uncertaintyMs(), exchanges: time.exchanges },
      muted: settings()?.muted ?? false,
      held: documents.held(),
      behind: time.behind,
      audio: { complete: cache.complete().length, usedBytes: cache.usedBytes(), missing: audio.missing() },
      playing: play.playing().map(({ broadcastId, run, itemIndex, startAt, endAt }) => ({
        broadcastId,
        run,
        itemIndex,
        startAt,
        endAt,
      })),
      nextStartAt: view?.runs.find((run) => at !== undefined && run.startAt > at)?.startAt,
      sink: { name: output.name, state: sinkState() },
      volumeDb: settings()?.volumeDb ?? 0,
      pendingReports: reports.pending,
      faults: faults.raised(),
      counts: faults.counts(),
    };
  }

  return {
    async start() {
      await cache.open();
      await documents.load();
      const held = documents.settings();
      if (held !== undefined) deps.settingsChanged?.(held);
      account.start();
      running = true;
      time.start();
      if (store.quarantined.length > 0) faults.raise('store-quarantined', store.quarantined.join(' '), REFRESH_MS);
      link.onMessage((message) => inbox.receive(message));
      link.onConnection((connected) => {
        log.info(connected ? 'connected' : 'connection lost');
        void presence.connected(connected).catch(bug);
        time.connected(connected);
        reports.connected(connected);
        audio.connected(connected);
        health.connected(connected);
      });
      await output.start();
      amplifier?.start();
      await link.start();
      reconsider();
      void cache
        .verify()
        .then((broken) => broken.length > 0 && reconsider())
        .catch(bug);
    },
    async stop() {
      running = false;
      await play.stop();
      refresh.end();
      for (const service of [audio, account, health, time]) service.stop();
      await output.stop();
      playout.stop();
      await amplifier?.stop();
      await reports.flushed();
      reports.stop();
      await presence.goodbye();
      await link.stop();
      await inbox.idle();
      await documents.saved();
      faults.stop();
      await cache.close();
      await store.close();
    },
    status,
  };
}
