import { roleOf } from '../../../nodes/background/role';

const n8n = '/usr/local/lib/node_modules/n8n/bin/n8n';

test.each([
  [[n8n], 'main'],
  [[n8n, 'start'], 'main'],
  [[n8n, 'start', '--tunnel'], 'main'],
  [['/usr/local/bin/n8n', 'worker', '--concurrency=2'], 'worker'],
  [[n8n, 'webhook'], 'webhook'],
  [[n8n, 'execute', '--id=7'], 'execute'],
  [[n8n, 'executeBatch'], 'execute'],
  [[n8n, 'import:workflow', '--separate'], 'command'],
  [[n8n, 'list:workflow'], 'command'],
  [[n8n, '--help'], 'command'],
  [['/app/node_modules/.bin/jest', 'start'], 'other'],
  [[], 'other'],
])('node %j is n8n as: %s', (argv, role) => expect(roleOf(['/usr/bin/node', ...argv])).toBe(role));
