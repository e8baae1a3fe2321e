import type { INodeProperties } from 'n8n-workflow';
import { kindsOf, makesFile, setOf } from '../../src/pipeline/kinds';
import { NO_PRESET, PRESET_NAMES, PRESETS, presetDescription } from '../../src/pipeline/kinds/presets';
import { waitField, whenWaited } from '../background/fields';
import { backendField, stagingFields } from '../hosted/fields';
import { inputFields } from '../input/fields';
import { itemFields } from '../items/fields';
import { MAKE, OUTPUT } from '../names';
import { choices, JOB_PLACES } from '../places';
import { metadataFields } from '../options/fields';
import { fieldsOfVersion } from '../versions';
import { storageChoices } from '../storage/fields';
import { STORAGE_NAMES } from '../../src/pipeline/storage/storages';
import { destinationFields } from '../output/destinationFields';
import { outputFileField, outputNameField, outputSetField, shownFields } from '../output/fields';
import { optionCollections, requiredOptions } from './generated/options';
import { kindFields } from './kindFields';
import { runOptions } from './runOptions';
import { hiddenBut } from './shownFor';

const presetField = (version: number): INodeProperties => ({
  displayName: 'Preset',
  name: MAKE.preset,
  type: 'options',
  noDataExpression: true,
  options: [
    ...PRESET_NAMES.map((value) => ({
      name: PRESETS[value].label,
      value,
      description: `${presetDescription(value, version < 2 ? 'before' : 'newest')}. An option that is set wins.`,
    })),
    { name: 'Custom', value: NO_PRESET, description: 'Choose the kind of result, and set whatever you like' },
  ].sort((a, b) => a.name.localeCompare(b.name, 'en')),
  default: 'web_video',
  description: 'What to make of the input',
});

/** Nothing comes back that lies in the user's own storage. */
const unlessStored = { [OUTPUT.place]: [...STORAGE_NAMES] };

/** When there is a file to be put somewhere. */
const files = kindsOf('createJob').filter(makesFile);
const ofFiles = hiddenBut({ kinds: files, byPreset: files }).hide;
const withFile = (field: INodeProperties): INodeProperties => ({
  ...field,
  displayOptions: { ...field.displayOptions, hide: { ...ofFiles, ...field.displayOptions?.hide } },
});

const sets = kindsOf('createJob').filter((kind) => setOf(kind) !== null);
const setField = outputSetField({
  show: whenWaited,
  hide: { ...hiddenBut({ kinds: sets, byPreset: sets }).hide, ...unlessStored },
});

/** The form of a version of the node, from top to bottom. */
export const propertiesOf = (version: number): INodeProperties[] => [
  backendField({ displayName: 'Run On', choices: choices(JOB_PLACES, 'create'), description: 'Where the job is run' }),
  presetField(version),
  ...kindFields(version),
  ...inputFields({ description: 'Where the file to convert comes from' }),
  ...stagingFields,
  ...Object.values(requiredOptions).flat(),
  waitField(
    'Whether the workflow waits here until the job has ended, and goes on with its result. If off, it goes on at once with the queued job, which outlives a restart of n8n: a Webhook Trigger is told of its end, or a Wait for Job node collects its result.',
  ),
  ...fieldsOfVersion(
    version,
    destinationFields({
      description: 'Where the result goes',
      places: [
        {
          name: 'Binary File',
          value: 'binary',
          description: 'A file in the item',
        },
        ...storageChoices(({ form }) => `${form.described.one}; the job names it as its output`),
      ],
      before: 'A file in the item; of a job in the background, one that Wait for Job collects',
      kept: {
        name: 'Keep for Wait for Job',
        description: 'Until a Wait for Job node collects it',
      },
      key: {
        placeholder: 'e.g. results/clip.mp4',
        description:
          'Key of the result; its extension sets the format where no option does. One that ends in a slash, or is empty, is a folder, in which the result gets the name of the input; an HLS stream always gets a folder.',
      },
    }),
  ).map(withFile),
  setField,
  withFile(outputFileField({ show: whenWaited, hide: unlessStored })),
  withFile(outputNameField({ show: whenWaited, hide: unlessStored })),
  ...optionCollections,
  ...metadataFields,
  runOptions,
  ...shownFields,
  ...itemFields({ atOnce: true }),
];
