/** One device: its services, joined. Everything with a side effect is given from outside. */
import { isFinalReceipt } from '@loa-lang/schemas/states/receipt';
import type { AgentDeps } from './agent-deps.ts';
import { type AgentStatus, Condition } from './condition.ts';
import { lastKnownTime } from './domain/last-known-time.ts';
import { OwnGaps } from './domain/own-gaps.ts';
import { readJournal } from './domain/run-history.ts';
import { wantedAssets } from './domain/wanted-assets.ts';
import { type Hearing, joinHearing } from './hearing/join-hearing.ts';
import { joinOnTheSpot, type OnTheSpot, openerOf, undated } from './on-the-spot/join-on-the-spot.ts';
import { joinSensing, type Sensing } from './sensing/join-sensing.ts';
import { Alarm } from './services/alarm.ts';
import { AnnouncePresence } from './services/announce-presence.ts';
import { basicCommands } from './services/basic-commands.ts';
import { DeliverReports } from './services/deliver-reports.ts';
import { FetchAudio } from './services/fetch-audio.ts';
import { CAPABILITIES, Speaker } from './services/identity.ts';
import { Inbox } from './services/inbox.ts';
import { KeepDocuments } from './services/keep-documents.ts';
import { KeepTime } from './services/keep-time.ts';
import { lastingFaults } from './services/lasting-faults.ts';
import { ObeyCommands } from './services/obey-commands.ts';
import { Subscriptions } from './services/subscriptions.ts';
import { ViewPlans } from './services/view-plans.ts';
import { WitnessSilence } from './services/witness-silence.ts';
import { joinSounding, type Sounding } from './sounding.ts';
import { joinStreaming, type Streaming } from './streaming.ts';
import { joinUpdating, type Updating } from './update/join-updating.ts';

export interface Agent {
  /** Resolves when the agent is at work; it needs no network for that. Rejects when its disk cannot be used. */
  start(): Promise<void>;
  /** Falls silent, writes what must be written, says goodbye. */
  stop(): Promise<void>;
  status(): AgentStatus;
  /** for whoever stands before the device */
  readonly onTheSpot: Pick<OnTheSpot, 'doorkeeper' | 'speak'>;
}

/** What is due far ahead comes into reach by itself; nothing waits longer than this for it. */
const REFRESH_MS = 60_000;
/** Sync often when something sounds within this: the time must be right then. */
const BUSY_AHEAD_MS = 60_000;
/** A start this near has all of the processor. */
const SOUND_FIRST_MS = 1000;
const ILL = new Set<string>(['stale-plan', 'sink-failed', 'disk-full', 'cache-full', 'amplifier-failed']);
const SILENT_OUTPUT_QUIET_MS = 24 * 3_600_000;

export function createAgent(deps: AgentDeps): Agent {
  const { clock, store, cache, log, identity, random } = deps;
  const bug = (error: unknown) => log.error('unexpected', error instanceof Error ? error.stack : error);
  const journal = readJournal(store.journal.entries);
  const gaps = new OwnGaps(journal.gaps);

  // services know each other only through what is handed to them here
  const link = deps.createLink(() => presence.will());
  const subscriptions = new Subscriptions(link);
  const speaker = new Speaker(identity, link);
  const ring = () => (time.keysAreOutdated ? undefined : documents.ring());
  const [now, settings] = [() => time.now(), () => documents.settings()];
  // those of a document that a newer one replaces count until it is there
  const tellSurroundings = () => deps.documentsChanged?.(settings(), documents.ring()?.document.authorities);

  const startsSoon = () => plans.startsWithin(SOUND_FIRST_MS, now());
  const reports = new DeliverReports({ clock, store, speaker, log, faults: () => faults, ring, now, startsSoon });
  const faults = lastingFaults(clock, store.journal, journal.faults, (fault) => {
    log.warn(`fault ${fault.code} ${fault.state}${fault.detail === undefined ? '' : `: ${fault.detail}`}`);
    void reports.add(fault);
    sensing.reconsider();
  });
  const documents = new KeepDocuments({
    ...{ identity, subscriptions, faults, log, now },
    store: store.documents,
    keysAreOutdated: () => time.keysAreOutdated,
    changed: () => {
      tellSurroundings();
      time.documentsChanged();
      witness.documentsChanged();
      reconsider();
    },
  });
  const time: KeepTime = new KeepTime({
    ...{ clock, random, speaker, link, store, faults, log, settings },
    newNonce: deps.newNonce,
    ring: () => documents.ring(),
    held: () => documents.held(),
    busy: () => sounding.play.soundsWithin(BUSY_AHEAD_MS),
    ill: () => faults.raised().some((code) => ILL.has(code)),
    changed: () => {
      if (time.trust !== 'none') {
        presence.timeKnown();
        inbox.timeKnown();
        // in the same turn: what sounds by the old time goes on by the new one without a seam
        onTheSpot.speak.timeKnown();
      }
      reconsider();
    },
    asked: () => sensing.alongside(),
    answered: (latest) => witness.answered(latest),
  });
  const witness = new WitnessSilence({
    clock,
    random,
    speaker,
    documents: () => documents,
    askWithin: (ms) => time.askWithin(ms),
  });
  const onTheSpot: OnTheSpot = joinOnTheSpot({
    ...{ clock, store, faults, settings, machineBoot: deps.machineBoot, newNonce: deps.newNonce, label: deps.label },
    auxInput: deps.aux,
    log: (text) => log.warn(text),
    time: () => time,
    followedPlans: () => documents.followedPlans(),
    view: (at) => plans.at(at),
    has: (assetId) => cache.has(assetId),
    warmUpMs: deps.amplifier?.warmUpMs ?? 0,
    outputFailed: () => sounding.output.failed,
    connected: () => link.connected,
    report(body) {
      log.info(`at the device, card ${body.credentialId}: ${body.title} (${body.broadcastId})`);
      void reports.add(body);
    },
    changed: () => reconsider(),
  });
  const plans = new ViewPlans({ documents, gaps, local: onTheSpot.acts, isTrusted: () => onTheSpot.time.isTrusted });
  const streaming: Streaming = joinStreaming({
    ...{ clock, store, subscriptions, faults, ring, settings, now, time, gaps, plans },
    openDecoder: deps.openDecoder,
    sounding: () => sounding,
    isLocal: (run) => onTheSpot.acts.has(run.broadcastId),
    changed: () => reconsider(),
  });
  const hearing: Hearing = joinHearing({
    ...{ agent: deps, clock, faults, plans, settings, cache, bug },
    soundingTime: onTheSpot.time,
    followedPlans: () => documents.followedPlans(),
    sounding: () => sounding,
    report: (report) => reports.add(report),
  });
  const sounding: Sounding = joinSounding({
    ...{ clock, store, journal, cache, faults, time, plans, settings, through: hearing.through },
    streaming: {
      open: hearing.metered(openerOf(onTheSpot, streaming.open)),
      laidOut() {
        streaming.laidOut();
        hearing.laidOut();
      },
    },
    soundingTime: onTheSpot.time,
    isLocal: ({ broadcastId }) => onTheSpot.acts.has(broadcastId),
    createPlayout: deps.createPlayout,
    createSink: deps.createSink,
    amplifier: deps.amplifier,
    openSound: deps.openSound,
    report: async (receipt) => {
      log.info(`run ${receipt.run} of ${receipt.broadcastId}: ${receipt.state} ${receipt.reason ?? ''}`);
      if (receipt.reason === 'below-floor') faults.raise('output-silent', receipt.broadcastId, SILENT_OUTPUT_QUIET_MS);
      if (isFinalReceipt(receipt.state)) onTheSpot.speak.accounted(receipt);
      await reports.add(onTheSpot.time.isTrusted ? receipt : undated(receipt));
    },
    broken: (assetId) => void audio.doubt(assetId).catch(bug),
  });
  const audio = new FetchAudio({
    ...{ clock, random, cache, speaker, subscriptions, faults, log, ring, settings, now },
    report: (report) => void reports.add(report),
    changed: () => reconsider(),
  });
  const updating: Updating = joinUpdating({
    ...{ agent: deps, identity, clock, cache, log, faults, plans, ring, now, machineBoot: deps.machineBoot },
    time: () => time,
    sounding: () => sounding,
    connected: () => link.connected,
    report: (body) => reports.add(body),
    wantsChanged: () => reconsider(),
  });
  const commands = new ObeyCommands({
    ...{ identity, faults, log, ring, now },
    journal: store.journal,
    seen: journal.commands,
    bornAt: () => store.bornAt(),
    answer: (answer) => reports.add(answer),
    executors: {
      ...basicCommands({ log, statusText: () => JSON.stringify(condition.status()), restart: deps.restart }),
      ...hearing.executors,
      ...updating.executors,
    },
  });
  const presence: AnnouncePresence = new AnnouncePresence({
    ...{ identity, speaker, link },
    connections: store.connections,
    boot: deps.newNonce(),
    capabilities: [...CAPABILITIES, ...updating.capabilities],
    lastKnownTime: () => now() ?? lastKnownTime(store),
  });
  const sensing: Sensing = joinSensing({
    ...{ ...deps, speaker, time, reports, faults, streaming, settings, sounding },
    outputDbfs: hearing.outputDbfs,
  });
  const condition = new Condition({ ...deps, link, time, documents, plans, audio, reports, faults, sounding, sensing });
  const inbox: Inbox = new Inbox(
    identity,
    faults,
    {
      document: (subject, bytes) => documents.receive(subject, bytes),
      timeKnown: () => documents.timeKnown(),
      sync: (message) => time.receive(message),
      ack: (bytes) => reports.receiveAck(bytes),
      command: (message) => commands.receive(message),
      manifest: (assetId, bytes) => audio.receiveManifest(assetId, bytes),
      chunk: (assetId, index, bytes) => audio.receiveChunk(assetId, index, bytes),
      packet: streaming.receive,
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
    sounding.account.review();
    sounding.play.reconcile();
    streaming.reconsider();
    time.reconsider();
    sensing.reconsider();
    const runs = at === undefined ? [] : plans.at(at).runs;
    const wanted = wantedAssets(runs, documents.followedPlans(), at ?? 0, updating.wanted());
    void audio.want(wanted).catch(bug);
  }

  return {
    async start() {
      await cache.open();
      await documents.load();
      tellSurroundings();
      sounding.account.start();
      running = true;
      time.start();
      onTheSpot.speak.timeKnown();
      if (store.quarantined.length > 0) faults.raise('store-quarantined', store.quarantined.join(' '), REFRESH_MS);
      link.onMessage((message) => inbox.receive(message));
      link.onConnection((connected) => {
        log.info(connected ? 'connected' : 'connection lost');
        void presence.connected(connected).catch(bug);
        time.connected(connected);
        reports.connected(connected);
        audio.connected(connected);
        sensing.connected(connected);
      });
      await sounding.start();
      hearing.start();
      sensing.start();
      // what an earlier life was ordered is known before anything new comes
      await updating.start();
      await link.start();
      reconsider();
      void cache
        .verify()
        .then((broken) => broken.length > 0 && reconsider())
        .catch(bug);
    },
    async stop() {
      running = false;
      refresh.end();
      for (const service of [updating, audio, sensing, time, witness, streaming]) service.stop();
      await hearing.stop();
      await sounding.stop();
      await onTheSpot.aux?.stop();
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
    status: () => condition.status(),
    onTheSpot,
  };
}
