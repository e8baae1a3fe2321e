import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { waitsFor } from '../background/read';
import { eachItem } from '../items/eachItem';
import { hintNextStep } from '../items/hints';
import { fieldIn, nameIn } from '../output/read';
import { shortItems } from '../output/shortItems';
import { withShownJob } from '../output/shownJob';
import { properties } from './properties';
import { chosenMaker } from './shortsMakers';

/** The shorts of each input item, one item each, in the order of their inputs and of the source. */
export async function createShorts(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  if (context.getInputData().length === 0) return [];
  const maker = chosenMaker(context);
  const items = await eachItem(context, {
    limit: maker.atOnce,
    atStop: () => maker.atStop(context),
    namesJob: true,
    form: () => properties,
    shown: (made, index) => withShownJob(made, context, index),
    work: async (index, { signal, kept }) => {
      const { dryRun, ...outcome } = await maker.run(context, index, signal);
      const use = { index, kept, field: fieldIn(context, index), name: nameIn(context, index) };
      const shorts = () =>
        dryRun === undefined
          ? shortItems(outcome, use)
          : [{ json: { ...kept.json, dry_run: dryRun }, pairedItem: { item: index } }];
      return { ...outcome, items: outcome.error === null ? shorts() : [] };
    },
  });
  if (!waitsFor(context) && items.some(({ json }) => json.job !== undefined && json.error === undefined))
    hintNextStep(context);
  return items;
}
