import { NodeHelpers } from 'n8n-workflow';
import type { INodeType } from 'n8n-workflow';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';
import { NEWEST_JOB } from '../../nodes/versions';

/** The node type in one of its versions, as n8n takes it. */
export const createJobIn = (version = NEWEST_JOB): INodeType =>
  NodeHelpers.getVersionedNodeType(new CreateJob(), version);
