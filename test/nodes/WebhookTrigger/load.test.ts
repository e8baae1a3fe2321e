import { WebhookTrigger } from '../../../nodes/WebhookTrigger/WebhookTrigger.node';

test('loading the node, as n8n does at every start, loads nothing that verifies, stores or asks', () => {
  expect(new WebhookTrigger().description.name).toBe('webhookTrigger');
  const loaded = Object.keys(require.cache).filter((file) =>
    /node_modules\/(standardwebhooks|undici|execa|sharp)\/|src\/(webhooks\/(?!sources\.ts)|jobs|backends\/(?!index\.ts|\w+\/backend\.ts|webhookSource\.ts))|nodes\/WebhookTrigger\/(receiveWebhook|settings)/.test(
      file,
    ),
  );
  expect(loaded).toEqual([]);
  // So that an empty list means something: what the node does load is in it.
  expect(Object.keys(require.cache).some((file) => file.includes('nodes/WebhookTrigger/properties'))).toBe(true);
});
