/** What the controller counts of itself, in the text format of Prometheus (exposition format 0.0.4). */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HttpTiming, MetricsPage } from '../../ports/metrics.ts';

export interface CountedNow {
  name: string;
  help: string;
  /** how its lines differ; few and bounded */
  labels: readonly string[];
  /** asked whenever somebody looks; what fails is left out of that answer */
  read(): Promise<CountedLine[]> | CountedLine[];
}
export interface CountedLine {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Seconds: a page that is waited for, an upload. */
const BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

export class ControllerMetrics implements MetricsPage {
  readonly #registry = new Registry();
  readonly #http: Histogram<'method' | 'route' | 'status'>;

  constructor(counted: readonly CountedNow[], onProblem: (problem: string, cause: unknown) => void) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#http = new Histogram({
      name: 'loa_http_request_duration_seconds',
      help: 'Time until an answer was sent, by route',
      ...{ labelNames: ['method', 'route', 'status'] as const, buckets: BUCKETS_S, registers },
    });
    for (const { name, help, labels, read } of counted) {
      new Gauge({
        ...{ name, help, labelNames: [...labels], registers },
        async collect() {
          this.reset();
          try {
            for (const line of await read()) this.set({ ...line.labels }, line.value);
          } catch (cause) {
            onProblem(`${name} is not counted`, cause);
          }
        },
      });
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** @param route as declared, with its parameters' names: addresses have no end */
  answered({ method, route, status, seconds }: HttpTiming): void {
    this.#http.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
  }
}
