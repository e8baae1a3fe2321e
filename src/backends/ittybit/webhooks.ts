import { jsonObject } from '../../webhooks/base/incoming';
import { plainSecrets } from '../../webhooks/base/secrets';
import { accessOf } from '../apiAccess';
import type { WebhookSource } from '../webhookSource';
import { confirmIttybit } from './confirm';
import { ittybitNotice } from './notice';
import { verifyIttybit } from './verifyWebhook';

/** Signed webhooks of Ittybit. Without a credential the signature alone has to do. */
export const ittybitWebhooks: WebhookSource = {
  checkSecrets: plainSecrets,
  async believe({ headers, rawBody }, text, { secrets, credential, pause }) {
    verifyIttybit(headers, rawBody, secrets);
    const body = jsonObject(text);
    const notice = ittybitNotice(body);
    const job = credential === null ? notice.job : await confirmIttybit(accessOf('Ittybit', credential), notice, pause);
    return { id: `${notice.id} ${notice.status}`, body, told: { ...notice.event, job, output: job.output } };
  },
};
