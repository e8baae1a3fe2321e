import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { ITEM_OPTIONS, ITEMS } from '../names';
import { clipOptions } from './generated/options';

/** What a job can be made of: its own item, all items, or the clips of a list. */
export type MadeOf = 'each' | 'joined' | 'list';

/** Where an option of what is made is one of several inputs: by its place in the whole form. */
export const whereJoined: Record<string, MadeOf[]> = {
  [`/${ITEMS.options}.${ITEM_OPTIONS.items}`]: ['joined', 'list'],
};

export const LIST_EXAMPLE = '["https://example.com/a.mp4", {"binary": "data", "item": 0, "end": 5}]';

/**
 * How many inputs a job has, among the options for items: one, all items, or those of a list.
 * @param hide where what is made cannot join several
 */
export function clipFields({ hide }: Pick<IDisplayOptions, 'hide'>): INodeProperties[] {
  const where = (items: MadeOf) => ({ show: { [ITEM_OPTIONS.items]: [items] } });
  return [
    {
      displayName: 'Items',
      name: ITEM_OPTIONS.items,
      type: 'options',
      noDataExpression: true,
      options: [
        {
          name: 'All Joined',
          value: 'joined',
          description:
            'One job of all items, played one after the other in their order. Of an item with several files, name the binary fields with commas between them, or * for all.',
        },
        { name: 'Each by Itself', value: 'each', description: 'A job for each item' },
        {
          name: 'From a List',
          value: 'list',
          description:
            'A job for each item, of the clips that its list names, played one after the other: add Clips (JSON) for it. Input is not used then.',
        },
      ],
      default: 'each',
      displayOptions: { hide },
      description: 'What a job is made of',
    },
    {
      displayName: 'Clips (JSON)',
      name: ITEM_OPTIONS.clips,
      type: 'json',
      default: '[]',
      placeholder: 'e.g. {{ $json.scenes }}',
      displayOptions: where('list'),
      description: `The clips in their order, such as ${LIST_EXAMPLE}. An address may be an object, too, with what is played of it. A file without an item is one of the same item.`,
    },
    ...clipOptions.map((option) => ({ ...option, displayOptions: where('joined') })),
  ];
}
