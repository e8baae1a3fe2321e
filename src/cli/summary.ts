import { fieldsOf } from '../backends/hostedJob';
import type { FileObject, Job, JobWarning, ProbedFile, Task } from '../pipeline/job/job';
import type { Short } from '../pipeline/job/short';
import { formatBytes, formatDuration, table } from './format';
import { plural, printable } from './io';
import { probeText } from './probeText';

/** What a finished job did, for people: where the result lies, and before and after. */
export function summary(job: Job): string {
  const outputOf = (kind: string) => job.tasks.find((task) => task.kind === kind)?.output;
  const [before, after] = [outputOf('probe'), job.shorts === undefined ? outputOf(job.kind) : null].map((output) =>
    isFileObject(output) ? output : null,
  );
  const took =
    job.started_at !== null && job.finished_at !== null
      ? ` in ${((job.finished_at - job.started_at) / 1000).toFixed(1)} s`
      : '';
  const told = job.tasks.map(({ output }) => output).find(isProbed);
  const lines = [`Done${took}${job.output === null ? '' : `: ${printable(job.output)}`}`];
  if (told !== undefined) lines.push('', probeText(told));
  else if (before && after) lines.push('', beforeAfter(before, after));
  if (job.shorts !== undefined) lines.push('', ...job.shorts.map(shortLines));
  lines.push(...(job.warnings ?? []).map((warning) => noteLine(warning)));
  return lines.join('\n');
}

/** Whether a task tells all that a file is made of, which is what its job was for. */
const isProbed = (output: Task['output']): output is ProbedFile =>
  typeof output === 'object' && output !== null && 'tags' in output;

/** A hosted API may tell less of a file than is compared here. */
function isFileObject(output: unknown): output is FileObject {
  const file = fieldsOf(output);
  const known = (name: keyof FileObject, type: string) => typeof file[name] === type;
  return (
    known('format', 'string') &&
    known('bytes', 'number') &&
    (['video_codec', 'audio_codec', 'width', 'height', 'duration'] as const).every((name) => file[name] !== undefined)
  );
}

function beforeAfter(before: FileObject, after: FileObject): string {
  const rows = [
    ['', 'before', 'after'],
    ['format', before.format, after.format],
    ['codec', codecs(before), codecs(after)],
    ['size', size(before), size(after)],
    ['duration', duration(before), duration(after)],
    [
      'bytes',
      formatBytes(before.bytes),
      `${formatBytes(after.bytes)} (${Math.round((after.bytes / before.bytes) * 100)}% of before)`,
    ],
  ];
  return table(rows.filter(([, first, second]) => first !== '' || second !== '').map((row) => row.map(printable)));
}

const codecs = ({ video_codec, audio_codec }: FileObject): string =>
  [video_codec, audio_codec].filter((codec) => codec !== null).join(' + ');
const size = ({ width, height }: FileObject): string => (width !== null && height !== null ? `${width}×${height}` : '');
const duration = ({ duration: seconds }: FileObject): string => (seconds === null ? '' : formatDuration(seconds));

/** A short: where it is from, how good it is, where it lies, and why. */
function shortLines({ start, end, score, title, reason, output, error }: Short, index: number): string {
  const head = [
    `${index + 1}.`,
    `${formatDuration(start)}–${formatDuration(end)}`,
    score === null ? '' : `score ${score.toFixed(0)}`,
    title ?? '',
  ]
    .filter((part) => part !== '')
    .join('  ');
  return [head, error === null ? (output ?? '') : `failed: ${error.message}`, reason ?? '']
    .filter((line) => line !== '')
    .map((line, place) => `${place === 0 ? '' : '   '}${printable(line)}`)
    .join('\n');
}

export function noteLine({ message, count, at }: JobWarning): string {
  const where =
    at && at.length > 0 ? ` at ${at.slice(0, 5).map(formatDuration).join(', ')}${at.length > 5 ? ' …' : ''}` : '';
  return `Note: ${printable(message)}${count === undefined ? '' : ` (${plural(count, 'time')}${where})`}`;
}
