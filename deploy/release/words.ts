/** What the command says. */
export const USAGE = `npm run release -- COMMAND

  make VERSION --out FOLDER                    đóng gói phần mềm thiết bị / packs the agent: agent-VERSION.tgz and release.json
  sign release.json --out FILE                 ký bằng khoá của máy chủ này / signs with the key of this controller (DATA_DIR …)
  sign release.json --out FILE --key FILE --deployment ID
                                               ký bằng khoá giữ riêng / signs with a key that is kept apart
  new-key --out FILE --public FILE             tạo khoá giữ riêng; --public mang tới từng máy chủ ("keys release-key")
                                               makes such a key; the public half goes to each controller

DATA_DIR, KEY_PASSPHRASE, KEY_FILE như của máy chủ / as the controller's; KEY_RELEASE_PASSPHRASE cho khoá giữ riêng / for a key
that is kept apart
`;
