import { access, chmod, constants } from 'node:fs/promises';

/** Does what a package would do after installing, were scripts not switched off. @throws when the file is not ours. */
export const makeExecutable = async (path: string): Promise<void> => {
  try {
    await access(path, constants.X_OK);
  } catch {
    await chmod(path, 0o755);
  }
};
