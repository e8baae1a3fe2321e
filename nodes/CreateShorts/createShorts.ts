import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { eachItem } from '../items/eachItem';
import { OUTPUT } from '../names';
import { shortItems } from '../output/shortItems';
import { chosenMaker } from './shortsMakers';

/** The shorts of each input item, one item each, in the order of their inputs and of the source. */
export async function createShorts(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  if (context.getInputData().length === 0) return [];
  const maker = chosenMaker(context);
  return eachItem(context, {
    limit: maker.atOnce,
    atStop: () => maker.atStop(context),
    namesJob: true,
    work: async (index, { signal, kept }) => {
      const { dryRun, ...outcome } = await maker.run(context, index, signal);
      const field = (context.getNodeParameter(OUTPUT.field, index, 'data') as string) || 'data';
      const items = () =>
        dryRun === undefined
          ? shortItems(outcome, { index, kept, field })
          : [{ json: { ...kept.json, dry_run: dryRun }, pairedItem: { item: index } }];
      return { ...outcome, items: outcome.error === null ? items() : [] };
    },
  });
}
