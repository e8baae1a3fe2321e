import type { IDisplayOptions, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import { DEFAULT_BACKEND } from '../../src/backends';
import { MEDIA_MODE } from '../input/mediaField';
import { atRoot, INPUT, MORE, RUN } from '../names';
import { collectionOf } from '../options/groups';
import { HOSTED_PLACES } from '../places';

/** What few people set, and what shows it. Where it is off all of it is as it is by default: n8n keeps no value of a field that is not shown. */
export const moreOptions = (fields: readonly INodeProperties[]): INodeProperties[] => [
  {
    displayName: 'More Options',
    name: MORE,
    type: 'boolean',
    noDataExpression: true,
    default: false,
    description:
      'Whether to set where and how the job is run, its metadata, what of it stands in the item, and how items are treated. If off, all of that is as it is by default.',
  },
  ...fields.map((field) => ({
    ...field,
    displayOptions: { ...field.displayOptions, show: { ...field.displayOptions?.show, [MORE]: [true] } },
  })),
];

type Rules = NonNullable<IDisplayOptions['show']>;

/** What is so where a field is not shown, and what else it may be. */
const UNSHOWN: Record<string, { is: NodeParameterValue; others: NodeParameterValue[] }> = {
  [RUN.backend]: { is: DEFAULT_BACKEND, others: HOSTED_PLACES },
  [RUN.waits]: { is: true, others: [false] },
};

/** A field that was shown beside settings which are not there unless More Options is on: it goes by what they are not. */
export function besideMore({ displayOptions = {}, ...field }: INodeProperties): INodeProperties {
  const show: Rules = {};
  const hide: Rules = { ...displayOptions.hide };
  for (const [name, values = []] of Object.entries(displayOptions.show ?? {})) {
    const unshown = UNSHOWN[name];
    if (unshown?.is !== undefined && values.includes(unshown.is))
      hide[name] = unshown.others.filter((other) => !values.includes(other));
    else show[name === INPUT.source ? MEDIA_MODE : name] = values;
  }
  return { ...field, displayOptions: { show, hide } };
}

const isCollection = (kind: 'picture' | 'advanced') => {
  const { name, heading } = collectionOf('video', kind);
  return (field: INodeProperties): boolean => field.name === name && field.displayName === heading;
};
const isVideo = isCollection('picture');
const isAdvanced = isCollection('advanced');

/** Collections with what is advanced of a video among the others of its options. */
export function inFewerGroups(collections: readonly INodeProperties[]): INodeProperties[] {
  const advanced = collections.filter(isAdvanced).flatMap(shownByItself);
  return collections
    .filter((field) => !isAdvanced(field))
    .map((field) =>
      isVideo(field)
        ? {
            ...field,
            options: [...optionsOf(field), ...advanced].sort((a, b) =>
              a.displayName.localeCompare(b.displayName, 'en'),
            ),
          }
        : field,
    );
}

const optionsOf = ({ options = [] }: INodeProperties): INodeProperties[] => options as INodeProperties[];

/** The options of a collection, each shown as the collection was. */
function shownByItself(collection: INodeProperties): INodeProperties[] {
  const rules = Object.entries(collection.displayOptions?.hide ?? {});
  return optionsOf(collection).map((option) => {
    const hide = { ...option.displayOptions?.hide };
    for (const [name, values = []] of rules)
      hide[atRoot(name)] = [...new Set([...(hide[atRoot(name)] ?? []), ...values])] as typeof values;
    return { ...option, displayOptions: { ...option.displayOptions, hide } };
  });
}
