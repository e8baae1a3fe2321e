import type { INodeProperties } from 'n8n-workflow';

/** What a form asks for in pairs of any number; they come as `{ values: [{ key, value }] }`. */
export const keyValuePairs = {
  type: 'fixedCollection',
  typeOptions: { multipleValues: true },
  default: {},
  options: [
    {
      displayName: 'Values',
      name: 'values',
      values: [
        { displayName: 'Key', name: 'key', type: 'string', default: '' },
        { displayName: 'Value', name: 'value', type: 'string', default: '' },
      ],
    },
  ],
} satisfies Partial<INodeProperties>;
