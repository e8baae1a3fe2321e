import { join } from 'node:path';
import type { Binary } from '../../pipeline/ffmpeg/find';
import { table } from '../format';
import { plural, printable } from '../io';
import type { Diagnosis } from './diagnosis';

/** A diagnosis for people. */
export function doctorText({
  node,
  ffmpeg,
  ffprobe,
  warnings,
  sandbox,
  checks,
  install,
  left = [],
}: Diagnosis): string {
  const broken = checks.filter(({ works }) => !works);
  const rows = checks.map((check) => [
    check.kind,
    check.format,
    check.codec,
    check.works
      ? `yes${check.default ? ' (default)' : ''}`
      : `NO${check.default ? ' (default)' : ''}: ${check.why ?? ''}`,
  ]);
  return [
    ...binaryLines('ffmpeg', ffmpeg),
    ...binaryLines('ffprobe', ffprobe),
    `Node     ${node}`,
    `Sandbox  ${printable(sandbox.by ?? `none: ${sandbox.why ?? ''}`)}`,
    ...warnings.map((warning) => `Warning: ${printable(warning)}`),
    '',
    table([['kind', 'format', 'codec', 'works'], ...rows.map((row) => row.map(printable))]),
    '',
    verdict(
      checks.length,
      broken.length,
      broken.some((check) => check.default),
    ),
    ...(install === undefined || install.done ? [] : [`Nothing was installed: ${printable(install.why ?? '')}.`]),
    ...left.flatMap(leftLines),
  ].join('\n');
}

const leftLines = ({ folder, removed, kept }: NonNullable<Diagnosis['left']>[number]): string[] => [
  ...(removed.length > 0
    ? [`Removed ${plural(removed.length, 'work folder')} that killed jobs had left in ${printable(folder)}.`]
    : []),
  ...kept.map(
    (name) =>
      `Left alone: ${printable(join(folder, name))}. Its process may live in another container or on another machine; remove the folder if not.`,
  ),
];

const binaryLines = (tool: string, { path, version, reason }: Binary): string[] => [
  `${tool.padEnd(9)}${printable(version)}  ${printable(path)}`,
  `         ${printable(reason)}`,
];

function verdict(all: number, broken: number, defaults: boolean): string {
  if (broken === 0) return `All ${all} work.`;
  const what = `${plural(broken, 'combination')} of ${all} ${broken === 1 ? 'does' : 'do'} not work${defaults ? ', a default among them' : '; the defaults do'}.`;
  return `${what} Run "media-jobs doctor --install" for a newer ffmpeg, or set FFMPEG_PATH and FFPROBE_PATH.`;
}
