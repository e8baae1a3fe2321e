import { Command } from 'commander';
import { KIND_NAMES, KINDS, makesFile } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { analyzeCommand } from './analyzeCommand';
import { isHere } from './chosenBackend';
import {
  binaryOptions,
  debugOption,
  inputOption,
  jobFlags,
  jobOptions,
  jsonOption,
  kindOptions,
  overwriteOption,
  sheetOption,
  strayProblems,
} from './flags';
import { doctorCommand } from './doctor/doctorCommand';
import type { DoctorFlags } from './doctor/doctorCommand';
import type { CommonFlags, JobFlags } from './flags';
import type { Io } from './io';
import { headerOption } from './headerFlags';
import { hostedCommand } from './hostedCommand';
import { jobCommand } from './jobCommand';
import { addJobsCommands } from './jobs/jobsCommands';
import { probeCommand } from './probeCommand';
import { serveCommand, serveOptions } from './serveCommand';
import type { ServeFlags } from './serveCommand';
import { packageVersion } from '../version';

const EXAMPLES = `
Examples:
  media-jobs video -i upload.mov --width 1600 --quality high
  media-jobs audio -i interview.mp4 -o interview.mp3
  media-jobs image -i https://example.com/talk.mp4 --start 12 --format webp --width 800
  media-jobs animation -i clip.mp4 --start 1 --end 4 --width 480
  media-jobs adaptive -i video.mp4 -o stream
  media-jobs shorts -i talk.mp4 --count 5 -o out/
  media-jobs analyze -i talk.mp4
  media-jobs jobs create --kind video -i upload.mov --width 640
  media-jobs doctor

Exit codes: 0 succeeded, 1 the job failed, 2 the request was invalid, 130 interrupted.
In a pipe or with --json the job is told in JSON lines; the last line is the ended job.
MEDIA_JOBS_ALLOW_HOSTS=host:port,… allows addresses that are not public.`;

/** The commands, made from the kinds. @param onExit gets the exit code of the command that was run */
export function createProgram(io: Io, signal: AbortSignal, onExit: (code: number) => void): Command {
  const program = new Command('media-jobs')
    .description('Converts video, audio and images on this machine with ffmpeg.')
    .version(packageVersion(), '-V, --version')
    .addHelpText('after', EXAMPLES);

  for (const kind of KIND_NAMES.filter(makesFile)) {
    const { command: name, description } = KINDS[kind];
    const command = program.command(name).description(`${description}.`);
    for (const option of [...jobOptions(kind), ...kindOptions(kind)]) command.addOption(option);
    allowStray(command).action(async () =>
      onExit(await run(kind, jobFlags(kind, command.opts()), strayOf(command), io, signal)),
    );
  }

  const probe = program
    .command('probe')
    .description('Say what a file is made of.')
    .addOption(inputOption())
    .addOption(headerOption());
  for (const option of [jsonOption('print JSON, also on a terminal'), debugOption(), ...binaryOptions()])
    probe.addOption(option);
  allowStray(probe).action(async () =>
    onExit(await probeCommand(probe.opts<CommonFlags>(), strayOf(probe), io, signal)),
  );

  const analyze = program
    .command('analyze')
    .description('Say which parts of a long video make good shorts and why, and draw a picture of it.')
    .addOption(inputOption());
  const choosing = kindOptions('shorts').filter((option) => CHOOSING.includes(option.attributeName()));
  for (const option of [
    sheetOption(),
    overwriteOption(),
    ...choosing,
    jsonOption('print JSON, also on a terminal'),
    debugOption(),
    ...binaryOptions(),
  ])
    analyze.addOption(option);
  allowStray(analyze).action(async () =>
    onExit(await analyzeCommand(jobFlags('shorts', analyze.opts()), strayOf(analyze), io, signal)),
  );

  const doctor = program
    .command('doctor')
    .description('Say which ffmpeg is used and why, and which formats work; install a newer one.')
    .option('--install', 'get a newer ffmpeg: the download of ffmpeg-static, else the system’s package manager')
    .option('-y, --yes', 'do not ask before the package manager runs');
  for (const option of [jsonOption('print JSON, also on a terminal'), debugOption(), ...binaryOptions()])
    doctor.addOption(option);
  allowStray(doctor).action(async () =>
    onExit(await doctorCommand(doctor.opts<DoctorFlags>(), strayOf(doctor), io, signal)),
  );

  addJobsCommands(program, io, signal, onExit);
  const serve = program
    .command('serve')
    .description('Serve the job API over HTTP and run its jobs, until it is interrupted.');
  for (const option of serveOptions()) serve.addOption(option);
  allowStray(serve).action(async () =>
    onExit(await serveCommand(serve.opts<ServeFlags>(), strayOf(serve), io, signal)),
  );
  return program;
}

/** Options of shorts that decide what is chosen. */
const CHOOSING = ['count', 'minDuration', 'maxDuration', 'predefined', 'proposed', 'transcript'];

/** Runs a job where its flags say. */
const run = (kind: KindName, flags: JobFlags, ...rest: [string[], Io, AbortSignal]): Promise<number> =>
  (isHere(flags) ? jobCommand : hostedCommand)(kind, flags, ...rest);

/** Words that no flag takes are told together with all else that is wrong, not one at a time. */
const allowStray = (command: Command): Command => command.allowUnknownOption().allowExcessArguments();
const strayOf = (command: Command): string[] => strayProblems(command.args, command.options);
