import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Engine } from '../jobs/engine';
import { isEnded } from '../pipeline/job/job';
import type { Job } from '../pipeline/job/job';
import { JOB_STATUSES } from '../pipeline/job/status';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_SECONDS = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];

/** What Prometheus is told. No label has a name, an address or an id in it. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'media_jobs_http_request_duration_seconds',
    help: 'Time until a request was answered.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly run = new Histogram({
    name: 'media_jobs_job_duration_seconds',
    help: 'Time from the beginning of a job to its end, waiting in the queue not counted.',
    labelNames: ['kind', 'status'],
    buckets: JOB_SECONDS,
    registers: [this.registry],
  });
  private readonly received = new Counter({
    name: 'media_jobs_uploaded_bytes_total',
    help: 'Bytes of uploaded files.',
    registers: [this.registry],
  });
  private readonly sent = new Counter({
    name: 'media_jobs_output_bytes_total',
    help: 'Bytes of results that were fetched.',
    registers: [this.registry],
  });
  private unsubscribe = (): void => undefined;

  private constructor(engine: Engine) {
    const registers = [this.registry];
    new Gauge({
      name: 'media_jobs_jobs',
      help: 'Jobs in the store, by status.',
      labelNames: ['status'],
      registers,
      async collect() {
        const counts = await engine.counts(...JOB_STATUSES);
        for (const status of JOB_STATUSES) this.set({ status }, counts[status]);
      },
    });
    new Gauge({
      name: 'media_jobs_queue_depth',
      help: 'Jobs that wait to be run.',
      registers,
      async collect() {
        this.set((await engine.counts('queued')).queued);
      },
    });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts what happens in an engine from now on. */
  static async of(engine: Engine): Promise<Metrics> {
    const metrics = new Metrics(engine);
    metrics.unsubscribe = await engine.jobs.subscribe(({ job }) => metrics.ended(job));
    return metrics;
  }

  /** @param route as it is written in the routes, so that no id is in it @param ms how long it took */
  answered(method: string, route: string, status: number, ms: number): void {
    this.requests.observe({ method, route, status: `${status}` }, ms / 1000);
  }

  uploaded(bytes: number): void {
    this.received.inc(bytes);
  }

  fetched(bytes: number): void {
    this.sent.inc(bytes);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  close(): void {
    this.unsubscribe();
    this.registry.clear();
  }

  private ended({ kind, status, started_at: start, finished_at: end }: Job): void {
    if (isEnded({ status }) && start !== null && end !== null) this.run.observe({ kind, status }, (end - start) / 1000);
  }
}
