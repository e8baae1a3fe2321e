export { fileDestination } from './fileDestination';
export { folderDestination } from './folderDestination';
export { streamDestination } from './streamDestination';
