import { ittybit } from '../../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../../src/backends/ittybit/openIttybit';
import { backendConformance, keyOfNobody } from '../../conformance/backends';
import { ittybitDouble } from '../../support/ittybitDouble';
import type { IttybitDouble, Shape } from '../../support/ittybitDouble';

const pause = async () => undefined;
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
          backend: ittybitBackend(ittybit, double.access, { pause }),
          stranger: ittybitBackend(ittybit, { ...double.access, ...keyOfNobody }, { pause }),
          input: 'https://example.com/in.png',
          cancels,
        };
      },
      () => double.close(),
    );
  }
}
