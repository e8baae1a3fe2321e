import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { createJobIn } from '../../support/createJobIn';
import { optionCollections, requiredOptions } from '../../../nodes/CreateJob/generated/options';
import { optionValues } from '../../../nodes/options/read';
import { NO_PRESET, PRESET_NAMES, PRESETS, presetDescription, withPreset } from '../../../src/pipeline/kinds/presets';
import { KINDS, kindsOf } from '../../../src/pipeline/kinds';
import type { KindName } from '../../../src/pipeline/kinds';
import { settled } from '../../../src/pipeline/request/settled';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';
import { s3OptionsSchema } from '../../../src/pipeline/storage/s3/s3Options';

const { description } = createJobIn(2);

const node = { name: 'Create Job', typeVersion: 2 };

/** All parameters as n8n has them when it asks what is shown: with defaults, and without what is not shown itself. */
const filled = (parameters: INodeParameters): INodeParameters =>
  NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {};

/** What is to be seen of a part of the form with these parameters. */
const shownOf = (properties: INodeProperties[], parameters: INodeParameters, root?: INodeParameters) =>
  properties.filter((property) => NodeHelpers.displayParameter(parameters, property, node as INode, description, root));

/** The collections of options that are shown with these parameters, and what may be added to each: of several inputs, where there can be some. */
function collectionsWith(parameters: INodeParameters): { heading: string; name: string; options: INodeProperties[] }[] {
  const names = new Set(optionCollections.map(({ name }) => name));
  const all = filled({ itemOptions: { items: 'joined' }, ...parameters });
  const shown = shownOf(description.properties, all).filter(({ name }) => names.has(name));
  return shown.map(({ displayName, name, options }) => ({
    heading: displayName,
    name,
    options: shownOf(options as INodeProperties[], {}, all),
  }));
}

/** What must be set with these parameters. */
const requiredWith = (parameters: INodeParameters): INodeProperties[] =>
  shownOf(Object.values(requiredOptions).flat(), filled(parameters));

/** The form of a kind: its collections, and what stands outside them. */
function formOf(kind: KindName): INodeProperties[] {
  const parameters = { preset: NO_PRESET, operation: kind };
  return [...requiredWith(parameters), ...collectionsWith(parameters).flatMap(({ options }) => options)];
}

const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] => options as INodePropertyOptions[];

test.each([
  [true, 'Binary File'],
  [false, 'Keep for Wait for Job'],
])('where it waits (%s) the first place for a result is called %s, and has one value', (waitForCompletion, name) => {
  const shown = shownOf(description.properties, filled({ waitForCompletion }));
  const places = shown.filter((field) => field.name === 'outputDestination');
  expect(places.map(choicesOf)).toMatchObject([[{ name, value: 'binary' }, { value: 's3' }]]);
});

test('a newcomer sees what is made first, of what, and where it goes; Custom comes last', () => {
  const shown = shownOf(description.properties, filled({}));
  expect(shown.slice(0, 7).map(({ displayName }) => displayName)).toEqual([
    'Make',
    presetDescription('web_video', 'newest'),
    'Input',
    'Input Binary Field',
    'Put Result In',
    'Put Output File in Field',
    'Output File Name',
  ]);
  expect(choicesOf(shown[0] as INodeProperties).map(({ name }) => name)).toEqual([
    ...PRESET_NAMES.map((preset) => PRESETS[preset].label).sort(),
    'Custom',
  ]);
  const [kept, custom] = [{ preset: 'gif_preview' }, { preset: NO_PRESET }].map((parameters) =>
    shownOf(description.properties, filled(parameters)).filter(({ type }) => type === 'notice'),
  );
  expect(kept?.map(({ displayName }) => displayName)).toEqual([presetDescription('gif_preview', 'newest')]);
  expect(custom).toEqual([]);
});

describe.each(kindsOf('createJob'))('%s', (kind) => {
  const form = formOf(kind);

  test('has every option of the schema once, and no other', () => {
    expect(form.map(({ name }) => name).sort()).toEqual(
      fieldsOf(kind)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('shows the values and limits of the schema', () => {
    for (const field of fieldsOf(kind)) {
      const property = form.find(({ name }) => name === field.name);
      expect(property?.displayName).toBe(field.label);
      expect(property?.required ?? false).toBe(field.required);
      if (field.type === 'enum')
        expect(
          choicesOf(property as INodeProperties)
            .map(({ value }) => value)
            .sort(),
        ).toEqual([...field.values].sort());
      if ('time' in field || 'bytes' in field) expect(property?.type).toBe('string');
      else if (field.type === 'integer' || field.type === 'number')
        expect(property?.typeOptions).toMatchObject({
          minValue: field.min,
          ...(field.max !== null && { maxValue: field.max }),
        });
    }
  });

  test('an option that is added and left as it is breaks no job', () => {
    const end = form.some(({ name, required }) => name === 'end' && required) ? { end: 5 } : {};
    for (const { name, default: value } of form) {
      const options = settled(optionValues(kind, name === 'duration' ? { [name]: value } : { ...end, [name]: value }));
      const { error } = KINDS[kind].schema.safeParse(options);
      expect({ name, value, issues: error?.issues ?? [] }).toEqual({ name, value, issues: [] });
    }
  });

  test('names are in Title Case and in the order of the alphabet', () => {
    const collections = collectionsWith({ preset: NO_PRESET, operation: kind }).map(({ options }) =>
      options.map(({ displayName }) => displayName),
    );
    for (const names of collections) expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    for (const name of [...collections.flat(), ...form.flatMap(choicesOf).map((choice) => choice.name)])
      expect(name).toMatch(/^[A-Z0-9.]\S*( (per |of )?\(?[A-Z0-9]\S*)*$/);
  });
});

describe.each(PRESET_NAMES)('the preset %s', (preset) => {
  const { kind } = PRESETS[preset];
  // What was chosen before, without a preset, does not count.
  const parameters = { preset, operation: kind === 'audio' ? 'video' : 'audio' };
  const form = collectionsWith(parameters).flatMap(({ options }) => options);

  test('has the same collections as its kind, with every option, and nothing that must be set', () => {
    const headings = (shown: ReturnType<typeof collectionsWith>) => shown.map(({ heading, name }) => [heading, name]);
    expect(headings(collectionsWith(parameters))).toEqual(
      headings(collectionsWith({ preset: NO_PRESET, operation: kind })),
    );
    expect(form.map(({ name }) => name).sort()).toEqual(
      fieldsOf(kind)
        .map(({ name }) => name)
        .sort(),
    );
    expect(requiredWith(parameters)).toEqual([]);
  });

  test('an option that is added and left as it is breaks no job', () => {
    for (const { name, default: value } of form) {
      const { error } = KINDS[kind].schema.safeParse(
        withPreset(preset, settled(optionValues(kind, { [name]: value })), 'newest').options,
      );
      expect({ name, value, issues: error?.issues ?? [] }).toEqual({ name, value, issues: [] });
    }
  });
});

test('options stand in groups, and only in those that their kind has', () => {
  const groupsOf = (kind: KindName) =>
    collectionsWith({ preset: NO_PRESET, operation: kind }).map(({ heading, name, options }) => [
      heading,
      name,
      options.map((option) => option.name).join(' '),
    ]);
  expect(groupsOf('video')).toEqual([
    ['Options', 'options', 'audio_track duration end format max_bytes quality reverse speed start'],
    [
      'Video Options',
      'pictureOptions',
      'background caption_case caption_color caption_font caption_look caption_position caption_size crop fit flip fps height max_height max_width position rotate short_side subtitle_style subtitle_url transcript transition transition_duration upscale width',
    ],
    [
      'Audio Options',
      'audioOptions',
      'audio audio_mode audio_url duck fade_in fade_out length_from music_url music_volume normalize target_lufs volume',
    ],
    ['Advanced Options', 'advancedOptions', 'bitrate codec'],
  ]);
  expect(groupsOf('audio')).toEqual([
    ['Options', 'options', 'audio_track duration end format max_bytes quality reverse speed start'],
    [
      'Audio Options',
      'audioOptions',
      'bitrate channels fade_in fade_out normalize sample_rate tags target_lufs volume',
    ],
  ]);
  expect(groupsOf('image')).toEqual([
    ['Options', 'options', 'format frame max_bytes quality start'],
    [
      'Image Options',
      'pictureOptions',
      'background crop fit flip height max_height max_width position rotate short_side upscale width',
    ],
  ]);
});

test('an option that has no meaning beside another is not shown', () => {
  const video = collectionsWith({ preset: NO_PRESET, operation: 'video' }).find(
    ({ name }) => name === 'pictureOptions',
  );
  const shownWith = (values: INodeParameters) =>
    shownOf(video?.options ?? [], values, { preset: NO_PRESET, operation: 'video', pictureOptions: values })
      .map(({ name }) => name)
      .filter((name) => !/caption|subtitle|transcript/.test(name));
  const sizes = ['crop', 'flip', 'height', 'max_height', 'max_width', 'rotate', 'short_side', 'upscale', 'width'];
  const shownBeside = (...names: string[]) => [...names, 'fit', 'fps', ...sizes].sort();
  expect(shownWith({ fit: 'contain' })).toEqual(shownBeside('background', 'position'));
  expect(shownWith({ fit: 'cover' })).toEqual(shownBeside('position'));
  expect(shownWith({ fit: 'fill' })).toEqual(shownBeside());
});

// n8n looks at the last one when it starts, and ends where there is none.
test('no list of choices is empty', () => {
  const lists = description.properties.filter(({ options }) => options !== undefined);
  expect(lists.filter(({ options }) => options?.length === 0)).toEqual([]);
});

// n8n's editor loads it with all others when it is opened.
test('the form is small', () => {
  expect(JSON.stringify(description).length).toBeLessThan(72_000);
});

test('the names of parameters, which stand in saved workflows, are these', () => {
  expect([...new Set(description.properties.map(({ name }) => name))]).toEqual([
    'preset',
    'presetMakes',
    'operation',
    'inputSource',
    'binaryPropertyName',
    'url',
    'inputAuthentication',
    's3Storage',
    'inputBucket',
    'inputKey',
    'end',
    'outputDestination',
    'outputBucket',
    'outputKey',
    'outputOptions',
    'hlsOutput',
    'outputBinaryPropertyName',
    'outputFileName',
    'options',
    'pictureOptions',
    'audioOptions',
    'advancedOptions',
    'backend',
    'stagingBucket',
    'stagingPrefix',
    'waitForCompletion',
    'specifyMetadata',
    'metadata',
    'metadataJson',
    'jobOptions',
    'output',
    'outputFields',
    'itemOptions',
  ]);
});

test('the access lists and results of S3 are those that there are', () => {
  const form = description.properties.find(({ name }) => name === 'outputOptions')?.options as INodeProperties[];
  for (const name of ['acl', 'result'] as const) {
    const { options } = s3OptionsSchema.shape[name].unwrap();
    expect(
      choicesOf(form.find((property) => property.name === name) as INodeProperties)
        .map(({ value }) => value)
        .sort(),
    ).toEqual([...options].sort());
  }
});

test('each credential is declared once, and shown by the parameter that chooses it', () => {
  const { credentials = [], properties } = description;
  expect(credentials.map(({ name }) => name)).toEqual(['ittybitApi', 's3', 'aws', 'httpBasicAuth', 'httpHeaderAuth']);
  for (const { displayOptions } of credentials) {
    const [[parameter, values] = ['', []]] = Object.entries(displayOptions?.show ?? {});
    const choices = properties
      .filter(({ name }) => name === parameter)
      .flatMap(choicesOf)
      .map(({ value }) => value);
    expect(choices).toEqual(expect.arrayContaining(values as string[]));
  }
});

describe('versions', () => {
  const namesIn = (version: number) => [
    ...new Set(createJobIn(version).description.properties.map(({ name }) => name)),
  ];

  test('version 1 calls a kind what is an operation now, and is the same else', () => {
    expect(namesIn(1)).toEqual(namesIn(2).map((name) => (name === 'operation' ? 'kind' : name)));
  });

  // n8n gives a tool whose form has one of them a description of its own, in place of the one that was saved with it.
  test('version 1 has no parameter by which n8n describes a tool', () => {
    expect(namesIn(1).filter((name) => name === 'operation' || name === 'resource')).toEqual([]);
  });

  test('each operation is an action, with the words of its kind', () => {
    const choices = choicesOf(description.properties.find(({ name }) => name === 'operation') as INodeProperties);
    expect(choices.map(({ name, value, action }) => [name, value, action])).toEqual([
      ['Convert a Video', 'video', 'Convert a video'],
      ['Extract Audio', 'audio', 'Extract audio'],
      ['Get Media Info', 'probe', 'Get media info'],
      ['Make a GIF or Animated WebP', 'animation', 'Make a GIF or animated WebP'],
      ['Make an HLS Stream', 'adaptive_video', 'Make an HLS stream'],
      ['Take a Frame or Convert an Image', 'image', 'Take a frame or convert an image'],
      [
        'Take Thumbnails, Frames or a Contact Sheet of a Video',
        'thumbnails',
        'Take thumbnails, frames or a contact sheet of a video',
      ],
    ]);
    for (const { value, action } of choices) expect(KINDS[value as KindName].action).toBe(action);
  });

  test.each([1, 2])('version %i: a collection stands in the form once for each heading', (version) => {
    const headings = createJobIn(version)
      .description.properties.filter(({ name }) => optionCollections.some((each) => each.name === name))
      .map(({ name, displayName }) => `${name} ${displayName}`);
    expect(headings).toEqual([...new Set(headings)]);
  });
});
