import type { INodeProperties } from 'n8n-workflow';
import { atRoot, ITEM_OPTIONS, ITEMS, RUN } from '../names';

const concurrency: INodeProperties = {
  displayName: 'Concurrency',
  name: ITEM_OPTIONS.concurrency,
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 64, numberPrecision: 0 },
  default: 2,
  displayOptions: { show: { [atRoot(RUN.waits)]: [true] } },
  description:
    'How many items are converted at the same time. Unset: half as many as this machine has cores, at least 1; at Ittybit 5.',
};

const kept: INodeProperties[] = [
  {
    displayName: 'Keep Input JSON',
    name: ITEM_OPTIONS.keepJson,
    type: 'boolean',
    default: true,
    description:
      'Whether the fields of the input item go on beside the job. Unset: they do, from version 2 of the node on.',
  },
  {
    displayName: 'Keep Other Binary Fields',
    name: ITEM_OPTIONS.keepBinary,
    type: 'boolean',
    default: true,
    description: 'Whether the other files of the input item go on beside the result',
  },
];

interface ItemForm {
  /** Whether it is the node that says how many at the same time. */
  atOnce: boolean;
  /** What it says besides. */
  more?: readonly INodeProperties[];
}

/** How a node treats its items. */
export const itemFields = ({ atOnce, more = [] }: ItemForm): INodeProperties[] => [
  {
    displayName: 'Item Options',
    name: ITEMS.options,
    type: 'collection',
    placeholder: 'Add item option',
    default: {},
    options: [...(atOnce ? [concurrency] : []), ...kept, ...more].sort((a, b) =>
      a.displayName.localeCompare(b.displayName, 'en'),
    ),
  },
];
