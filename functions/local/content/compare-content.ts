// Compares the files of a folder with the objects of a bucket, from the last time that both were the same.

/** A name for the bytes of each file: its ETag in the bucket, or what that would be. */
export type Versions = ReadonlyMap<string, string>;

/** Where a file has changed since the folder and the bucket last agreed about it. `only there`: the folder never had it. */
export type Difference =
  | 'changed here'
  | 'removed here'
  | 'changed there'
  | 'removed there'
  | 'changed in both'
  | 'changed here, removed there'
  | 'removed here, changed there'
  | 'only there';

/** Returns each file that differs, with what has happened to it. `agreed`: the versions of the last time. */
export function compareContent(here: Versions, there: Versions, agreed: Versions): { file: string; difference: Difference }[] {
  const files = [...new Set([...here.keys(), ...there.keys()])];
  return files.flatMap((file) => {
    const difference = differenceOf(here.get(file), there.get(file), agreed.get(file));
    return difference ? [{ file, difference }] : [];
  });
}

function differenceOf(here: string | undefined, there: string | undefined, agreed: string | undefined): Difference | undefined {
  if (here === there) return undefined;
  if (there === undefined && agreed === undefined) return 'changed here';
  if (there === undefined) return agreed === here ? 'removed there' : 'changed here, removed there';
  if (here === undefined) {
    if (agreed === undefined) return 'only there';
    return agreed === there ? 'removed here' : 'removed here, changed there';
  }
  if (agreed === there) return 'changed here';
  return agreed === here ? 'changed there' : 'changed in both';
}
