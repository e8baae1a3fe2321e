import { NodeHelpers } from 'n8n-workflow';
import type { VersionedNodeType } from 'n8n-workflow';
import type { INode, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import {
  changedSince,
  fieldSince,
  isSince,
  JOB_VERSIONS,
  NEWEST,
  NEWEST_JOB,
  NEWEST_WAIT,
  VERSIONS,
  WAIT_VERSIONS,
} from '../../nodes/versions';
import { WaitForJob } from '../../nodes/WaitForJob/WaitForJob.node';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';

const field: INodeProperties = {
  displayName: 'Keep',
  name: 'keep',
  type: 'boolean',
  default: false,
  description: 'Whether to keep it',
  displayOptions: { show: { mode: ['some'] } },
};
const mode: INodeProperties = { displayName: 'Mode', name: 'mode', type: 'string', default: 'some' };

/** What n8n makes of parameters that were saved with a node of a version: defaults are not among them. */
function read(version: number, fields: INodeProperties[], saved: INode['parameters'] = {}) {
  const node = { typeVersion: version, parameters: saved } as INode;
  const description = { name: 'test', properties: [mode, ...fields] } as INodeTypeDescription;
  return NodeHelpers.getNodeParameters(description.properties, saved, true, false, node, description);
}

test('a default that changes does so from a version on, for what was saved before it stays', () => {
  const fields = changedSince(2, field, {
    default: true,
    description: 'Whether to keep it. It is unless this is off.',
  });
  expect([1, 2, 3].map((version) => read(version, fields))).toEqual([
    { mode: 'some', keep: false },
    { mode: 'some', keep: true },
    { mode: 'some', keep: true },
  ]);
  expect([1, 2].map((version) => read(version, fields, { keep: version === 1 }))).toEqual([
    { mode: 'some', keep: true },
    { mode: 'some', keep: false },
  ]);
  expect(fields.map(({ description }) => description)).toEqual([
    'Whether to keep it',
    'Whether to keep it. It is unless this is off.',
  ]);
});

test('a new field is there from a version on', () => {
  const fields = [fieldSince(2, field)];
  expect([1, 2].map((version) => read(version, fields))).toEqual([{ mode: 'some' }, { mode: 'some', keep: false }]);
});

test('both go on by what else decides whether they are shown', () => {
  const fields = [...changedSince(2, field, { default: true }), fieldSince(2, { ...field, name: 'other' })];
  expect([1, 2].map((version) => read(version, fields, { mode: 'none' }))).toEqual([
    { mode: 'none' },
    { mode: 'none' },
  ]);
});

test('the version of a node is what its workflow says', () => {
  const at = (typeVersion: number) => ({ getNode: () => ({ typeVersion }) as INode });
  expect([1, 2, 3].map((version) => isSince(at(version), 2))).toEqual([false, true, true]);
});

test('what is added now is of the newest version; workflows of all of them run', () => {
  expect(NEWEST).toBe(Math.max(...VERSIONS));
  expect(NEWEST_JOB).toBe(Math.max(...JOB_VERSIONS));
  expect(NEWEST_WAIT).toBe(Math.max(...WAIT_VERSIONS));
  expect(new CreateShorts().description).toMatchObject({ version: VERSIONS, defaultVersion: NEWEST });
  const versionsOf = ({ nodeVersions, currentVersion }: VersionedNodeType) => [
    Object.keys(nodeVersions)
      .map(Number)
      .sort((a, b) => a - b),
    currentVersion,
  ];
  expect(versionsOf(new CreateJob())).toEqual([JOB_VERSIONS, NEWEST_JOB]);
  expect(versionsOf(new WaitForJob())).toEqual([WAIT_VERSIONS, NEWEST_WAIT]);
});
