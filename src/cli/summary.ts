import { fieldsOf } from '../backends/hostedJob';
import type { FileObject, Job, JobWarning } from '../pipeline/job';
import { formatBytes, formatDuration, table } from './format';
import { plural, printable } from './io';

/** What a finished job did, for people: where the result lies, and before and after. */
export function summary(job: Job): string {
  const [before, after] = [job.tasks[0]?.output, job.tasks[2]?.output].map((output) => (isFileObject(output) ? output : null));
  const took = job.started_at !== null && job.finished_at !== null ? ` in ${((job.finished_at - job.started_at) / 1000).toFixed(1)} s` : '';
  const lines = [`Done${took}: ${printable(job.output ?? '')}`];
  if (before && after) lines.push('', beforeAfter(before, after));
  lines.push(...(job.warnings ?? []).map((warning) => noteLine(warning)));
  return lines.join('\n');
}

/** A hosted API may tell less of a file than is compared here. */
function isFileObject(output: unknown): output is FileObject {
  const file = fieldsOf(output);
  const known = (name: keyof FileObject, type: string) => typeof file[name] === type;
  return known('format', 'string') && known('bytes', 'number') && (['video_codec', 'audio_codec', 'width', 'height', 'duration'] as const).every((name) => file[name] !== undefined);
}

function beforeAfter(before: FileObject, after: FileObject): string {
  const rows = [
    ['', 'before', 'after'],
    ['format', before.format, after.format],
    ['codec', codecs(before), codecs(after)],
    ['size', size(before), size(after)],
    ['duration', duration(before), duration(after)],
    ['bytes', formatBytes(before.bytes), `${formatBytes(after.bytes)} (${Math.round((after.bytes / before.bytes) * 100)}% of before)`],
  ];
  return table(rows.filter(([, first, second]) => first !== '' || second !== '').map((row) => row.map(printable)));
}

const codecs = ({ video_codec, audio_codec }: FileObject): string => [video_codec, audio_codec].filter((codec) => codec !== null).join(' + ');
const size = ({ width, height }: FileObject): string => (width !== null && height !== null ? `${width}×${height}` : '');
const duration = ({ duration: seconds }: FileObject): string => (seconds === null ? '' : formatDuration(seconds));

export function noteLine({ message, count, at }: JobWarning): string {
  const where = at && at.length > 0 ? ` at ${at.slice(0, 5).map(formatDuration).join(', ')}${at.length > 5 ? ' …' : ''}` : '';
  return `Note: ${printable(message)}${count === undefined ? '' : ` (${plural(count, 'time')}${where})`}`;
}
