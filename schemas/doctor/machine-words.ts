/** What is said of the machine itself, be it the controller's or a device's. */
import { fail, ok, unknown, warn } from './say.ts';

export const MACHINE_WORDS = {
  node: {
    what: { vi: 'Node.js', en: 'Node.js' },
    says: {
      fine: ok('phiên bản {version}', 'version {version}'),
      old: fail(
        { vi: 'phiên bản {version} quá cũ, cần từ {least}', en: 'version {version} is too old, {least} is needed' },
        { vi: 'Cài Node.js mới hơn (bản LTS).', en: 'Install a newer Node.js (an LTS release).' },
      ),
    },
  },
  memory: {
    what: { vi: 'Bộ nhớ RAM', en: 'Memory' },
    says: {
      fine: ok('còn {availableMiB} trong {totalMiB} MiB', '{availableMiB} of {totalMiB} MiB are available'),
      low: warn(
        {
          vi: 'chỉ còn {availableMiB} trong {totalMiB} MiB',
          en: 'only {availableMiB} of {totalMiB} MiB are available',
        },
        {
          vi: 'Xem chương trình nào chiếm bộ nhớ (top); tắt bớt hoặc khởi động lại máy.',
          en: 'See which program takes it (top); stop it, or restart the machine.',
        },
      ),
      untold: unknown(
        { vi: 'không đọc được /proc/meminfo', en: '/proc/meminfo cannot be read' },
        { vi: 'Chạy trên Linux.', en: 'Run it on Linux.' },
      ),
    },
  },
  'data-folder': {
    what: { vi: 'Thư mục dữ liệu', en: 'Data folder' },
    says: {
      fine: ok('{path}: còn {freeMiB} MiB ({fileSystem})', '{path}: {freeMiB} MiB free ({fileSystem})'),
      missing: fail(
        { vi: '{path} chưa có', en: '{path} is not there' },
        {
          vi: 'Nếu là lần đầu thì chương trình sẽ tự tạo khi chạy. Nếu không: kiểm tra đường dẫn, và ổ đĩa đã được gắn chưa (mount).',
          en: 'On a first start the program makes it. Otherwise check the path, and whether its disk is mounted.',
        },
      ),
      'no-folder': fail(
        { vi: '{path} không phải thư mục', en: '{path} is no folder' },
        { vi: 'Sửa đường dẫn trong cấu hình.', en: 'Mend the path in the configuration.' },
      ),
      closed: fail(
        { vi: '{path} không đọc và ghi được (chủ: {owner})', en: '{path} cannot be read and written (owner: {owner})' },
        {
          vi: 'Sửa quyền: chown -R TÀI_KHOẢN_DỊCH_VỤ {path}; chmod 700 {path}.',
          en: 'Mend its rights: chown -R SERVICE_ACCOUNT {path}; chmod 700 {path}.',
        },
      ),
      'of-another': unknown(
        {
          vi: '{path} là của tài khoản {owner}, từ tài khoản này không xem được',
          en: '{path} belongs to {owner} and cannot be looked into from this account',
        },
        { vi: 'Chạy lại bằng: sudo -u {owner} …', en: 'Run it again with: sudo -u {owner} …' },
      ),
      'read-only': fail(
        { vi: '{path} nằm trên đĩa chỉ đọc ({device})', en: '{path} lies on a read-only disk ({device})' },
        {
          vi: 'Thẻ nhớ hoặc đĩa hỏng thường tự chuyển sang chỉ đọc: xem dmesg, sao lưu rồi thay. Nếu cố ý để chỉ đọc: đặt thư mục dữ liệu ở chỗ ghi được.',
          en: 'A card or disk that fails turns read-only by itself: look at dmesg, back up and replace it. If it is meant to be: keep the data elsewhere.',
        },
      ),
      open: warn(
        {
          vi: 'ai trên máy cũng vào được {path} (quyền {mode})',
          en: 'everybody on this machine may enter {path} (mode {mode})',
        },
        { vi: 'chmod 700 {path}: trong đó có khoá bí mật.', en: 'chmod 700 {path}: secret keys lie in it.' },
      ),
      foreign: fail(
        {
          vi: '{entry} trong {path} là của {other}, còn thư mục là của {owner}',
          en: '{entry} in {path} belongs to {other}, the folder to {owner}',
        },
        {
          vi: 'Thường do một lệnh chạy bằng sudo. Sửa: chown -R {owner} {path}',
          en: 'Mostly a command that was run with sudo. Mend it: chown -R {owner} {path}',
        },
      ),
      low: warn(
        { vi: '{path}: chỉ còn {freeMiB} MiB', en: '{path}: only {freeMiB} MiB are free' },
        {
          vi: 'Dọn đĩa hoặc thêm đĩa trước khi còn dưới {lowMiB} MiB thì không làm được bản tin mới.',
          en: 'Make room or add a disk; below {lowMiB} MiB new audio soon finds no place.',
        },
      ),
      full: fail(
        { vi: '{path}: đĩa đầy, còn {freeMiB} MiB', en: '{path}: the disk is full, {freeMiB} MiB left' },
        {
          vi: 'Dọn đĩa ngay (du -xh --max-depth=2 / | sort -h): đầy hẳn thì không lưu được gì.',
          en: 'Make room at once (du -xh --max-depth=2 / | sort -h): a full disk keeps nothing.',
        },
      ),
      'no-inodes': fail(
        {
          vi: '{path}: hết chỗ cho tệp mới, còn {free} inode',
          en: '{path}: no room for new files, {free} inodes left',
        },
        {
          vi: 'Xoá các thư mục có rất nhiều tệp nhỏ (df -i); đĩa còn dung lượng vẫn không ghi được.',
          en: 'Remove folders with very many small files (df -i); free bytes do not help.',
        },
      ),
      network: warn(
        { vi: '{path} nằm trên ổ mạng ({fileSystem})', en: '{path} lies on a network file system ({fileSystem})' },
        {
          vi: 'Dùng đĩa trong máy: ổ mạng chậm, và mất mạng là mất dữ liệu đang ghi.',
          en: 'Use a disk of this machine: the network is slow, and when it goes, so does what is being written.',
        },
      ),
      memory: warn(
        {
          vi: '{path} nằm trong bộ nhớ ({fileSystem}), tắt máy là mất',
          en: '{path} lies in memory ({fileSystem}) and is gone after a restart',
        },
        { vi: 'Đặt thư mục dữ liệu trên đĩa.', en: 'Keep the data on a disk.' },
      ),
      simple: fail(
        {
          vi: '{path} nằm trên hệ tệp {fileSystem}, không giữ được quyền và liên kết',
          en: '{path} lies on {fileSystem}, which keeps neither rights nor links',
        },
        { vi: 'Dùng đĩa định dạng ext4 (hoặc xfs, btrfs).', en: 'Use a disk with ext4 (or xfs, btrfs).' },
      ),
    },
  },
} as const;
