import { SENDERS } from '../../src/webhooks/sources';

const wordOf = ({ label, ownSecret }: (typeof SENDERS)[number]): string => (ownSecret ? 'this n8n' : label);

/** n8n's expression for what stands under the node. */
export const subtitle = `={{ (${JSON.stringify(Object.fromEntries(SENDERS.map((sender) => [sender.name, wordOf(sender)])))})[$parameter["source"]] }}`;

/** Whose jobs the node is told of: `this n8n, of Ittybit or of Swiftia`. */
export const senders = SENDERS.filter(({ api, ownSecret }) => api !== null || ownSecret)
  .map(wordOf)
  .join(', of ')
  .replace(/, (of [^,]*)$/, ' or $1');

/** Those whose webhooks are known by the secret of a credential. */
export const withSecret = SENDERS.filter(({ ownSecret }) => !ownSecret).map(({ name }) => name);

/** The credentials for APIs that are asked whether it is so. */
export const apiCredentials = SENDERS.flatMap(({ name, api, confirms }) =>
  api === null || confirms === 'never'
    ? []
    : [{ name: api.credential, required: confirms === 'always', displayOptions: { show: { source: [name] } } }],
);
