// Diagrams of what is kept, as PNGs beside results.md.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { Plot, Result } from './benchmark.mts';
import { judge, shareOfBar } from './judge.mts';
import type { Kept } from './kept.mts';

export interface Drawn {
  title: string;
  file: string;
}

/** Pixels for one of the diagram's own, so that it is sharp on dense screens. */
const SCALE = 2;

/** One diagram of all results that have a bar, and those that benchmarks drew themselves. */
export async function drawPlots(kept: Kept, folder: string): Promise<Drawn[]> {
  const measured = Object.values(kept);
  const specs = [
    {
      title: 'How much of its bar each benchmark takes',
      file: 'results.png',
      spec: overview(measured.flatMap(({ results }) => results)),
    },
    ...measured
      .flatMap(({ plots = [] }) => plots)
      .map((plot) => ({
        title: plot.title,
        file: `${plot.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`,
        spec: lines(plot),
      })),
  ];
  for (const { spec, file } of specs) await writeFile(join(folder, file), await png(spec));
  return specs.map(({ title, file }) => ({ title, file }));
}

async function png(spec: TopLevelSpec): Promise<Buffer> {
  const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
  return sharp(Buffer.from(svg), { density: 72 * SCALE })
    .png({ palette: true })
    .toBuffer();
}

const LOOK = {
  background: 'white',
  padding: 12,
  config: {
    font: 'DejaVu Sans, Arial, sans-serif',
    axis: { labelFontSize: 12, titleFontSize: 12, labelLimit: 320 },
    title: { fontSize: 14 },
    legend: { labelLimit: 320, labelFontSize: 12 },
  },
} satisfies Partial<TopLevelSpec>;

function overview(results: readonly Result[]): TopLevelSpec {
  const values = results.flatMap((result) => {
    const share = shareOfBar(result);
    return share === null ? [] : [{ name: result.name, share: Math.max(share, 0.001), verdict: judge(result) }];
  });
  return {
    ...LOOK,
    title: 'How much of its bar each benchmark takes (left of 1 it keeps it)',
    width: 560,
    height: { step: 20 },
    data: { values },
    layer: [
      {
        mark: { type: 'bar', height: 12 },
        encoding: {
          y: { field: 'name', type: 'nominal', sort: null, title: null },
          x: {
            field: 'share',
            type: 'quantitative',
            scale: { type: 'log' },
            title: 'figure / bar; bar / figure where more is better',
            axis: { format: '~r' },
          },
          x2: { datum: 1 },
          color: {
            field: 'verdict',
            type: 'nominal',
            scale: { domain: ['ok', 'MISSED', 'forbidden'], range: ['#4c9a68', '#c8503c', '#9a9a9a'] },
            legend: null,
          },
        },
      },
      { mark: { type: 'rule', color: '#333' }, encoding: { x: { datum: 1 } } },
    ],
  };
}

function lines({ title, x, y, lines }: Plot): TopLevelSpec {
  const values = lines.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const ticks = [...new Set(values.map((value) => value.x))];
  return {
    ...LOOK,
    title,
    width: 560,
    height: 320,
    data: { values },
    mark: { type: 'line', point: { size: 50 } },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { type: x.scale },
        title: x.title,
        axis: { values: ticks, format: '~r' },
      },
      y: { field: 'y', type: 'quantitative', scale: { type: y.scale }, title: y.title, axis: { format: '~r' } },
      color: { field: 'name', type: 'nominal', title: null, sort: null },
      strokeDash: { field: 'name', type: 'nominal', title: null, sort: null },
    },
  };
}
