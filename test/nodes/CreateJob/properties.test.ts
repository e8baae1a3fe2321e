import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CreateJob } from '../../../nodes/CreateJob/CreateJob.node';
import { optionValues } from '../../../nodes/shared/optionValues';
import { NO_PRESET, PRESET_NAMES, PRESETS, withPreset } from '../../../src/pipeline/kinds/presets';
import { JOB_KINDS, KINDS } from '../../../src/pipeline/kinds';
import type { KindName } from '../../../src/pipeline/kinds';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';
import { s3OptionsSchema } from '../../../src/pipeline/media/s3Options';

const { description } = new CreateJob();

/** The form of a kind: its collection, and what stands outside it for this kind alone. */
function formOf(kind: KindName): INodeProperties[] {
  const shown = description.properties.filter(({ displayOptions }) => displayOptions?.show?.['kind']?.includes(kind) && displayOptions.show['preset']?.includes(NO_PRESET));
  const collection = shown.find(({ name }) => name === 'options')?.options as INodeProperties[];
  return [...shown.filter(({ name }) => fieldsOf(kind).some((field) => field.name === name)), ...collection];
}

const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] => options as INodePropertyOptions[];

describe.each(JOB_KINDS)('%s', (kind) => {
  const form = formOf(kind);

  test('has every option of the schema once, and no other', () => {
    expect(form.map(({ name }) => name).sort()).toEqual(fieldsOf(kind).map(({ name }) => name).sort());
  });

  test('shows the values and limits of the schema', () => {
    for (const field of fieldsOf(kind)) {
      const property = form.find(({ name }) => name === field.name);
      expect(property?.displayName).toBe(field.label);
      expect(property?.required ?? false).toBe(field.required);
      if (field.type === 'enum') expect(choicesOf(property as INodeProperties).map(({ value }) => value).sort()).toEqual([...field.values].sort());
      if (field.type === 'integer' || field.type === 'number') expect(property?.typeOptions).toMatchObject({ minValue: field.min, ...(field.max !== null && { maxValue: field.max }) });
    }
  });

  test('an option that is added and left as it is breaks no job', () => {
    const end = form.some(({ name, required }) => name === 'end' && required) ? { end: 5 } : {};
    for (const { name, default: value } of form) {
      const options = optionValues(kind, { ...end, [name]: value });
      const { error } = KINDS[kind].schema.safeParse(options);
      expect({ name, value, issues: error?.issues ?? [] }).toEqual({ name, value, issues: [] });
    }
  });

  test('names are in Title Case and in the order of the alphabet', () => {
    const names = form.filter(({ required }) => required !== true).map(({ displayName }) => displayName);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    for (const name of [...names, ...form.flatMap(choicesOf).map((choice) => choice.name)]) expect(name).toMatch(/^[A-Z0-9.]\S*( (per |of )?[A-Z0-9]\S*)*$/);
  });
});

describe.each(PRESET_NAMES)('the preset %s', (preset) => {
  const { kind } = PRESETS[preset];
  const [collection, ...others] = description.properties.filter(({ name, displayOptions }) => name === 'options' && displayOptions?.show?.['preset']?.includes(preset));
  const form = collection?.options as INodeProperties[];

  test('has one collection with every option of its kind, and nothing that must be set', () => {
    expect(others).toEqual([]);
    expect(form.map(({ name }) => name).sort()).toEqual(fieldsOf(kind).map(({ name }) => name).sort());
    expect(form.filter(({ required }) => required)).toEqual([]);
  });

  test('an option that is added and left as it is breaks no job', () => {
    for (const { name, default: value } of form) {
      const { error } = KINDS[kind].schema.safeParse(withPreset(preset, optionValues(kind, { [name]: value })).options);
      expect({ name, value, issues: error?.issues ?? [] }).toEqual({ name, value, issues: [] });
    }
  });
});

test('the names of parameters, which stand in saved workflows, are these', () => {
  expect([...new Set(description.properties.map(({ name }) => name))]).toEqual([
    'backend', 'preset', 'kind', 'inputSource', 'binaryPropertyName', 'url', 'inputAuthentication', 's3Storage', 'inputBucket', 'inputKey', 'stagingBucket', 'stagingPrefix', 'end', 'waitForCompletion', 'outputDestination',
    'outputBucket', 'outputKey', 'outputOptions', 'hlsOutput', 'outputBinaryPropertyName', 'options', 'specifyMetadata', 'metadata', 'metadataJson', 'jobOptions', 'output', 'outputFields',
    'itemOptions',
  ]);
});

test('the access lists and results of S3 are those that there are', () => {
  const form = description.properties.find(({ name }) => name === 'outputOptions')?.options as INodeProperties[];
  for (const name of ['acl', 'result'] as const) {
    const { options } = s3OptionsSchema.shape[name].unwrap();
    expect(choicesOf(form.find((property) => property.name === name) as INodeProperties).map(({ value }) => value).sort()).toEqual([...options].sort());
  }
});

test('each credential is declared once, and shown by the parameter that chooses it', () => {
  const { credentials = [], properties } = description;
  expect(credentials.map(({ name }) => name)).toEqual(['ittybitApi', 's3', 'aws', 'httpBasicAuth', 'httpHeaderAuth']);
  for (const { displayOptions } of credentials) {
    const [[parameter, values] = ['', []]] = Object.entries(displayOptions?.show ?? {});
    const choices = properties.filter(({ name }) => name === parameter).flatMap(choicesOf).map(({ value }) => value);
    expect(choices).toEqual(expect.arrayContaining(values as string[]));
  }
});
