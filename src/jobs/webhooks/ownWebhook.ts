/** Where n8n listens and what it calls itself, as its own variables say. */
type N8nAddress = Partial<
  Record<
    'WEBHOOK_URL' | 'N8N_HOST' | 'N8N_PORT' | 'N8N_ENDPOINT_WEBHOOK' | 'N8N_ENDPOINT_WEBHOOK_TEST',
    string | undefined
  >
>;

/**
 * Whether an address is a webhook of the n8n that this process is part of. It may be posted to although it leads to this machine: it is open to everybody, and a
 * workflow's own address is what people paste first.
 */
export function isOwnWebhook({ host, hostname, port, pathname }: URL, env: N8nAddress): boolean {
  const paths = [env.N8N_ENDPOINT_WEBHOOK || 'webhook', env.N8N_ENDPOINT_WEBHOOK_TEST || 'webhook-test'];
  if (!paths.some((path) => pathname.includes(`/${path}/`))) return false;
  if (env.WEBHOOK_URL !== undefined && URL.parse(env.WEBHOOK_URL)?.host === host) return true;
  return ['localhost', '127.0.0.1', env.N8N_HOST].includes(hostname) && port === (env.N8N_PORT || '5678');
}
