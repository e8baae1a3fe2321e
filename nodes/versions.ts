import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/**
 * Versions of the nodes that create jobs and wait for them. A saved workflow names the one that it was made with, and holds no parameter that is set to its
 * default: so a default that changes does so from a version on, and what is said for the versions before it stays.
 */
export const VERSIONS = [1, 2];
export const NEWEST = 2;

/** Create Job has one more, whose form is shorter: an input is one line, and what few people set is shown when it is asked for. */
export const JOB_VERSIONS = [...VERSIONS, 3];
export const NEWEST_JOB = 3;

/** Wait for Job has one more, in which its operation has another name. */
export const WAIT_VERSIONS = [...VERSIONS, 2.1];
export const NEWEST_WAIT = 2.1;

export type Since = 2 | 3;

/** Whether a node is of a version, or newer. */
export const isSince = (context: Pick<IExecuteFunctions, 'getNode'>, version: Since): boolean =>
  context.getNode().typeVersion >= version;

type Condition = 'gte' | 'lt';
type Limits = Partial<Record<Condition, number>>;

const inVersions = ({ displayOptions, ...field }: INodeProperties, condition: Condition, version: Since) => ({
  ...field,
  displayOptions: {
    ...displayOptions,
    show: { ...displayOptions?.show, '@version': [{ _cnd: { [condition]: version } }] },
  } as IDisplayOptions,
});

/** A field that is there from a version on. */
export const fieldSince = (version: Since, field: INodeProperties): INodeProperties =>
  inVersions(field, 'gte', version);

/** A field that is there in the versions before. */
export const fieldBefore = (version: Since, field: INodeProperties): INodeProperties =>
  inVersions(field, 'lt', version);

/** Fields of a form that is one version's own, without those of other versions. */
export const fieldsOfVersion = (version: number, fields: readonly INodeProperties[]): INodeProperties[] =>
  fields.filter(({ displayOptions }) => {
    const [condition] = displayOptions?.show?.['@version'] ?? [];
    const { gte = -Infinity, lt = Infinity } = condition === undefined ? {} : (condition as { _cnd: Limits })._cnd;
    return version >= gte && version < lt;
  });

/** What a field says otherwise, from a version on, and its default with it. */
type Changed = Partial<Pick<INodeProperties, 'description' | 'hint' | 'options'>> & Pick<INodeProperties, 'default'>;

/** A field whose default is another one from a version on: it stands in the form twice, once for each side of the change. */
export const changedSince = (version: Since, field: INodeProperties, changed: Changed): INodeProperties[] => [
  inVersions(field, 'lt', version),
  inVersions({ ...field, ...changed }, 'gte', version),
];
