import { throwIfCancelled } from '../../pipeline/errors/cancelled';
import { fieldsOf } from '../hostedJob';
import type { PaidOutcome } from '../paidPost';
import { reportedError } from '../reportedError';
import { retryPause } from '../retryPause';
import { pollPause } from '../pollPause';
import type { SwiftiaClient } from './client';
import { vendorCost } from './createJob';
import type { CreateOrder } from './createOrder';
import { outcomeUnknown } from './outcomeUnknown';
import type { RenderOrder } from './renderOrder';
import { toldShorts } from './shorts';
import { afterEvent, nextStep } from './steps';
import type { NextStep, SwiftiaEvent, SwiftiaSteps } from './steps';
import type { JobErrorBody } from '../../pipeline/job/status';
import { mediaError, MediaJobError } from '../../pipeline/errors/mediaError';
import { waitFor } from '../waitFor';

export interface SwiftiaDrive {
  client: SwiftiaClient;
  steps: SwiftiaSteps;
  /** Writes the steps down, and resolves when they are. @throws what ends the drive, such as that somebody else has the job by now */
  save(steps: SwiftiaSteps): Promise<unknown>;
  /** What is to be made; asked for when it is about to be sent. Null where a job that was never sent cannot be. */
  order: (() => Promise<CreateOrder>) | null;
  render: RenderOrder;
  /** How far to go: until there is an end, until Swiftia has the job, or until there is nothing to do but to wait. */
  until: 'ended' | 'created' | 'waiting';
  signal: AbortSignal;
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to below 1. */
  random?: () => number;
  /** Milliseconds since any moment. */
  clock?: () => number;
  /** Unix milliseconds. */
  now?: () => number;
}

/** An API that gives no answer for so long is given up for now; the job goes on there (ms). */
const SILENCE_MS = 15 * 60_000;
/** What tells for so long nothing that is known of this API is given up (ms). */
const STRANGE_MS = 15 * 60_000;
/** So often a request is sent that certainly was not taken. */
const MOST_SENT = 6;

/**
 * Goes on with a job from where it is. Before each request that costs money the intent is written down; one that may have been taken is never sent again.
 * @returns the steps as far as they came @throws cancelled, token_invalid, backend_refused, backend_unreachable after a long silence, and what `save` throws: the job
 * stays as it was written down last, for whoever goes on with it
 */
export async function driveSwiftia(drive: SwiftiaDrive): Promise<SwiftiaSteps> {
  const { signal, until, pause = waitFor, random = Math.random, clock = () => performance.now() } = drive;
  const run = new Run(drive, random);
  if (isUnanswered(run.steps))
    await run.happens({
      is: 'taken up',
      unknown: (what) => outcomeUnknown(what, 'whoever sent it was ended before the answer came').toJSON(),
    });
  const begun = clock();
  let heard = begun;
  for (;;) {
    const step = nextStep(run.steps);
    if (step.do === 'nothing' || isFarEnough(run.steps, until)) return run.steps;
    throwIfCancelled(signal);
    let asked = true;
    try {
      asked = await run.take(step);
      heard = clock();
    } catch (error) {
      // It is looked at again: what Swiftia has goes on meanwhile.
      if (
        !(error instanceof MediaJobError) ||
        error.kind !== 'backend_unreachable' ||
        step.do === 'create' ||
        step.do === 'render' ||
        clock() - heard >= SILENCE_MS
      )
        throw error;
    }
    const then = nextStep(run.steps).do;
    if (isFarEnough(run.steps, until)) return run.steps;
    if (asked && (then === 'look' || then === 'look at renders')) {
      if (until === 'waiting') return run.steps;
      await pause(pollPause(clock() - begun, random()), signal).catch(() => throwIfCancelled(signal));
    }
  }
}

const isFarEnough = ({ jobId }: SwiftiaSteps, until: SwiftiaDrive['until']): boolean =>
  until === 'created' && jobId !== null;

const isUnanswered = ({ at, shorts }: SwiftiaSteps): boolean =>
  at === 'creating' || shorts.some((short) => short.at === 'intended');

/** One drive of a job. */
class Run {
  steps: SwiftiaSteps;
  private sent = 0;

  constructor(
    private readonly drive: SwiftiaDrive,
    private readonly random: () => number,
  ) {
    this.steps = drive.steps;
  }

  async happens(event: SwiftiaEvent): Promise<void> {
    const steps = afterEvent(this.steps, event);
    await this.drive.save(steps);
    this.steps = steps;
  }

  /** @returns whether it is to be waited before the same is looked at again */
  async take(step: Exclude<NextStep, { do: 'nothing' }>): Promise<boolean> {
    switch (step.do) {
      case 'create':
        await this.create();
        return true;
      case 'look':
        await this.look(step.id);
        return true;
      case 'render':
        await this.render(step);
        return true;
      case 'look at renders':
        for (const { n, id } of step.of) await this.lookAtRender(n, id);
        return true;
      case 'end':
        await this.happens({ is: 'over' });
        return false;
    }
  }

  private async create(): Promise<void> {
    const { client, order: orderOf, signal } = this.drive;
    if (orderOf === null)
      throw mediaError('backend_unreachable', { backend: client.access.name, why: 'the job has not been sent yet' });
    const order = await orderOf();
    await client.turn(signal);
    await this.happens({ is: 'create intended' });
    const outcome = await client.create(order);
    switch (outcome.is) {
      case 'answered':
        return this.happens({ is: 'created', ...outcome.value });
      case 'not taken':
        await this.happens({ is: 'create not taken' });
        return this.again(outcome);
      case 'refused':
        return this.happens({ is: 'failed', error: outcome.error.toJSON() });
      case 'unknown':
        return this.happens({ is: 'failed', error: outcomeUnknown('create', outcome.why).toJSON() });
    }
  }

  private async render({ n, job, target }: Extract<NextStep, { do: 'render' }>): Promise<void> {
    const { client, render, signal } = this.drive;
    await client.turn(signal);
    await this.happens({ is: 'render intended', n });
    const outcome = await client.render({ job, target, order: render });
    switch (outcome.is) {
      case 'answered':
        this.sent = 0;
        return this.happens({ is: 'rendering', n, renderId: outcome.value });
      case 'not taken':
        await this.happens({ is: 'render not taken', n });
        return this.again(outcome);
      case 'refused':
        if (!isOfTheKey(outcome.error)) return this.happens({ is: 'render failed', n, error: outcome.error.toJSON() });
        // With another key it can be asked for again.
        await this.happens({ is: 'render not taken', n });
        throw outcome.error;
      case 'unknown':
        return this.happens({ is: 'render failed', n, error: outcomeUnknown('render', outcome.why).toJSON() });
    }
  }

  /** Waits before what was not taken is sent again. @throws what kept it from being taken, after some times */
  private async again({ error, after }: Extract<PaidOutcome<unknown>, { is: 'not taken' }>): Promise<void> {
    const { signal, pause = waitFor } = this.drive;
    if (++this.sent >= MOST_SENT) throw error;
    await pause(retryPause(this.sent, after, this.random()), signal).catch(() => throwIfCancelled(signal));
  }

  private async look(id: string): Promise<void> {
    const { client, signal } = this.drive;
    const job = await client.get(id, signal);
    if (job === null)
      return this.happens({
        is: 'failed',
        error: reportedError(client.access, {
          kind: 'job_not_found',
          message: `it no longer has the job ${id}`,
        }).toJSON(),
      });
    const cost = vendorCost(job);
    if (job.strange === true) {
      const given = this.givenUp(this.steps.strangeSince, 'create', `the job ${id}`);
      return this.happens(given === null ? { is: 'strange', at: this.now() } : { is: 'failed', error: given });
    }
    if (job.status === 'succeeded') return this.happens({ is: 'completed', shorts: toldShorts(job), cost });
    if (job.status === 'failed')
      return this.happens({
        is: 'failed',
        error: reportedError(client.access, job.error ?? { kind: 'failed', message: 'the job failed' }).toJSON(),
      });
    return this.happens({ is: 'seen', progress: percent(fieldsOf(job).progress), cost });
  }

  private async lookAtRender(n: number, id: string): Promise<void> {
    const { client, signal } = this.drive;
    const told = await client.getRender(id, signal);
    const failed = (message: string) =>
      this.happens({
        is: 'render failed',
        n,
        error: reportedError(client.access, { kind: 'render_failed', message }).toJSON(),
      });
    if (told === null) return failed(`it no longer has the render ${id}`);
    if (told.is === 'done') return this.happens({ is: 'rendered', n, url: told.url });
    if (told.is === 'failed') return failed(told.message);
    if (told.is === 'strange') {
      const given = this.givenUp(this.steps.shorts[n]?.strangeSince, 'render', `the render ${id}`);
      return this.happens(
        given === null ? { is: 'render strange', n, at: this.now() } : { is: 'render failed', n, error: given },
      );
    }
    return this.happens({ is: 'render seen', n, progress: told.progress });
  }

  /** Why it is no longer waited for; null while it is. */
  private givenUp(since: number | null | undefined, request: 'create' | 'render', what: string): JobErrorBody | null {
    if (typeof since !== 'number' || this.now() - since < STRANGE_MS) return null;
    const why = `for ${STRANGE_MS / 60_000} minutes it has told nothing of ${what} that is known of its API`;
    return outcomeUnknown(request, why).toJSON();
  }

  private now(): number {
    return (this.drive.now ?? Date.now)();
  }
}

/** Whether it is the credential that was refused, and not what was asked for. */
const isOfTheKey = ({ kind }: MediaJobError): boolean => kind === 'token_invalid' || kind === 'backend_refused';

const percent = (progress: unknown): number => (typeof progress === 'number' ? Math.min(99, Math.max(0, progress)) : 0);
