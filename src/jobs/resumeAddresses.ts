/**
 * Where an execution's resume address can be called from inside its own n8n, in the order to try: at the instance's own port first, since the public
 * address may lead through a proxy that is not reachable from here. n8n signs the execution and not the host.
 * @param url as n8n gives it @param env n8n's own settings
 */
export function resumeAddresses(url: string, env: NodeJS.ProcessEnv): string[] {
  const { pathname, search } = new URL(url);
  const endpoint = `/${env.N8N_ENDPOINT_WEBHOOK_WAIT ?? 'webhook-waiting'}/`;
  // Whatever stands before the endpoint (N8N_PATH, a path in WEBHOOK_URL) is taken away by a proxy before n8n sees it.
  const at = pathname.lastIndexOf(endpoint);
  const own = `${ownOrigin(env)}${at === -1 ? pathname : pathname.slice(at)}${search}`;
  return own === url ? [url] : [own, url];
}

/** Where n8n listens. It speaks TLS itself only when it has been given a key and a certificate. */
export function ownOrigin(env: NodeJS.ProcessEnv): string {
  const scheme = env.N8N_PROTOCOL === 'https' && env.N8N_SSL_KEY && env.N8N_SSL_CERT ? 'https' : 'http';
  return `${scheme}://${hostOf(env.N8N_LISTEN_ADDRESS ?? '')}:${env.N8N_PORT || '5678'}`;
}

/** The page by which n8n tells whether it has started up. */
export const readinessPage = (env: NodeJS.ProcessEnv): string =>
  `${ownOrigin(env)}/${env.N8N_ENDPOINT_HEALTH || 'healthz'}/readiness`;

function hostOf(address: string): string {
  if (address === '' || address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}
