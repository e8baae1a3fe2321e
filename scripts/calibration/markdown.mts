import type { Measurement } from './measure.mts';

export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export const shown = ({ ssim, bytes }: Measurement): string =>
  `${ssim.toFixed(4)} · ${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)}`;

export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;

export const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
