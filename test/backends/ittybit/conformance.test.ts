import { ittybitBackend } from '../../../src/backends/hostedBackend';
import { backendConformance } from '../../conformance/backends';
import { ittybitDouble } from '../../support/ittybitDouble';
import type { IttybitDouble, Shape } from '../../support/ittybitDouble';

const SHAPES: Shape[] = ['today', 'seconds', 'object', 'array', 'array of objects'];

for (const shape of SHAPES) {
  for (const cancels of shape === 'today' ? [false, true] : [false]) {
    let double: IttybitDouble;
    backendConformance(
      `the API with jobs as of ${shape}${cancels ? ', which can cancel' : ''}`,
      async ({ runs }) => {
        double = Object.assign(await ittybitDouble(), { shape, cancels });
        if (!runs) double.course = [{ status: 'processing' }];
        return {
          backend: ittybitBackend(double.access),
          input: 'https://example.com/in.png',
          cancels,
          fetched: async (output) => Buffer.from(await (await fetch(output)).arrayBuffer()),
        };
      },
      () => double.close(),
    );
  }
}
