import { Command } from 'commander';
import { KIND_NAMES } from '../../pipeline/kinds';
import { placeOptions } from '../backendFlags';
import { debugOption, jsonOption, strayProblems } from '../flags';
import type { Io } from '../io';
import { createCommand } from './createCommand';
import { createOptions } from './createFlags';
import type { CreateFlags } from './createFlags';
import { listCommand } from './listCommand';
import type { ListFlags } from './listCommand';
import { oneJobCommand } from './oneJobCommand';
import type { Deed, OneJobFlags } from './oneJobCommand';
import { workerCommand } from './workerCommand';
import type { WorkerFlags } from './workerCommand';
import { JOB_STATUSES } from '../../pipeline/job/status';

const CREATE_HELP = `
The options of a kind are flags too: see media-jobs video --help, and so on.

Examples:
  media-jobs jobs create --kind video -i upload.mov -o small.mp4 --width 640
  media-jobs jobs create --data job.json --wait
  echo '{"kind": "audio", "input": "talk.mp4"}' | media-jobs jobs create`;

const DEEDS: Record<Deed, string> = {
  get: 'Show a job.',
  cancel: 'End a job that has not ended.',
  retry: 'Begin a failed or cancelled job anew.',
};

const isFlag = (word: string): boolean => word.length > 1 && word.startsWith('-');

/** Adds `jobs` and `worker` to the commands. @param onExit gets the exit code of the command that was run */
export function addJobsCommands(program: Command, io: Io, signal: AbortSignal, onExit: (code: number) => void): void {
  const jobs = program
    .command('jobs')
    .description('Jobs that go on in the background: create, list, get, cancel, retry.');

  const create = lenient(
    jobs.command('create').description('Put a job into the queue.').addHelpText('after', CREATE_HELP),
  );
  for (const option of createOptions()) create.addOption(option);
  create.action(async () =>
    onExit(await createCommand(create.opts<CreateFlags>(), create.args, create.options, io, signal)),
  );

  const list = reported(jobs.command('list').description('Show jobs, the newest first.'))
    .option('--status <status>', `only those that are ${JOB_STATUSES.join(', ')}`)
    .option('--kind <kind>', `only those of a kind: ${KIND_NAMES.join(', ')}`)
    .option('--limit <number>', 'so many at most (default: 20)');
  for (const option of placeOptions()) list.addOption(option);
  list.action(async () =>
    onExit(await listCommand(list.opts<ListFlags>(), strayProblems(list.args, list.options), io, signal)),
  );

  for (const deed of Object.keys(DEEDS) as Deed[]) {
    const command = reported(jobs.command(`${deed} [id]`).description(DEEDS[deed]));
    for (const option of placeOptions()) command.addOption(option);
    command.action(async () => {
      const stray = strayProblems(command.args.filter(isFlag), command.options);
      onExit(
        await oneJobCommand(
          deed,
          command.args.filter((word) => !isFlag(word)),
          command.opts<OneJobFlags>(),
          stray,
          io,
          signal,
        ),
      );
    });
  }

  const worker = reported(program.command('worker').description('Run jobs of the background until it is interrupted.'))
    .option(
      '--concurrency <number>',
      'jobs at the same time on this machine (default: MEDIA_JOBS_CONCURRENCY, else half of the cores)',
    )
    .option('--until-empty', 'end when nothing is queued or running');
  worker.action(async () =>
    onExit(await workerCommand(worker.opts<WorkerFlags>(), strayProblems(worker.args, worker.options), io, signal)),
  );
}

/** Words that no flag takes are told together with all else that is wrong. */
const lenient = (command: Command): Command => command.allowUnknownOption().allowExcessArguments();

const reported = (command: Command): Command =>
  lenient(command).addOption(jsonOption('print JSON, also on a terminal')).addOption(debugOption());
