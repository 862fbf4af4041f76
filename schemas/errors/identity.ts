/** Errors of accounts and of signing in. None tells whether a name, a link or a code exists. */
import { errorRows } from './error-row.ts';

export const IDENTITY_ERRORS = errorRows({
  'sign-in-failed': {
    status: 401,
    vi: 'Tên hoặc mật khẩu không đúng, hoặc tài khoản tạm khoá vì sai nhiều lần. Thử lại; sau 15 phút vẫn không được thì nhờ quản trị đặt lại mật khẩu.',
    en: 'The name or the password is wrong, or the account rests after many wrong attempts. Try again; if it still fails after 15 minutes, ask an administrator for a reset.',
  },
  'sign-in-attempts': {
    status: 429,
    vi: 'Có quá nhiều lần đăng nhập từ nơi này. Đợi 15 phút rồi thử lại.',
    en: 'Too many attempts to sign in came from here. Wait 15 minutes and try again.',
  },
  'sign-in-busy': {
    status: 503,
    vi: 'Đang có nhiều người đăng nhập cùng lúc. Thử lại sau vài giây. Việc phát không bị ảnh hưởng.',
    en: 'Many people are signing in at this moment. Try again in some seconds. Broadcasts are not affected.',
  },
  'sign-in-over': {
    status: 401,
    vi: 'Lần đăng nhập này đã quá lâu hoặc đã dùng. Đăng nhập lại từ đầu.',
    en: 'This sign-in took too long, or was used. Start again.',
  },
  'code-wrong': {
    status: 401,
    vi: 'Mã không đúng hoặc đã dùng. Chờ mã mới trong ứng dụng rồi nhập lại, hoặc dùng một mã dự phòng.',
    en: 'The code is wrong, or was used. Wait for the next one and enter it, or use a recovery code.',
  },
  'session-missing': {
    status: 401,
    vi: 'Chưa đăng nhập, hoặc phiên đã hết hạn. Chưa có gì thay đổi. Đăng nhập lại.',
    en: 'Nobody is signed in here, or the session is over. Nothing was changed. Sign in again.',
  },
  'second-factor-missing': {
    status: 403,
    vi: 'Vai trò này cần thêm xác thực hai bước. Chưa có gì thay đổi. Mở trang tài khoản để cài đặt, rồi làm lại.',
    en: 'This role needs a second factor. Nothing was changed. Set one up on the page of the account, then do it again.',
  },
  'second-factor-kept': {
    status: 409,
    vi: 'Vai trò này phải có xác thực hai bước. Chưa xoá. Thêm cách khác trước, rồi xoá cách này.',
    en: 'This role must have a second factor. Nothing was removed. Add another one first.',
  },
  'proof-needed': {
    status: 403,
    vi: 'Việc này cần xác nhận lại mật khẩu. Chưa có gì thay đổi. Nhập mật khẩu rồi làm lại.',
    en: 'This needs the password once more. Nothing was changed. Enter it, then do it again.',
  },
  'password-wrong': {
    status: 403,
    vi: 'Mật khẩu hiện tại không đúng. Chưa có gì thay đổi. Nhập lại.',
    en: 'The current password is wrong. Nothing was changed. Enter it again.',
  },
  'password-short': {
    status: 422,
    vi: 'Mật khẩu cần ít nhất 10 ký tự. Chưa lưu. Một câu ngắn dễ nhớ là mật khẩu tốt.',
    en: 'The password needs at least 10 characters. Not saved. A short sentence makes a good one.',
  },
  'password-long': {
    status: 422,
    vi: 'Mật khẩu dài quá 200 ký tự. Chưa lưu. Chọn mật khẩu ngắn hơn.',
    en: 'The password is longer than 200 characters. Not saved. Choose a shorter one.',
  },
  'password-simple': {
    status: 422,
    vi: 'Mật khẩu này dễ đoán: nhiều người dùng, hoặc toàn tên, số điện thoại, từ quen thuộc hay phím liền nhau. Chưa lưu. Thêm vài từ không liên quan.',
    en: 'This password is easy to guess: many people use it, or it is all names, numbers, common words or rows of keys. Not saved. Add some unrelated words.',
  },
  'passwords-differ': {
    status: 422,
    vi: 'Hai lần nhập mật khẩu khác nhau. Chưa lưu. Nhập lại.',
    en: 'The two passwords differ. Not saved. Enter them again.',
  },
  'link-unusable': {
    status: 404,
    vi: 'Đường dẫn không đúng, đã dùng, đã hết hạn hoặc có đường dẫn mới hơn. Mở tin nhắn mới nhất, hoặc nhờ quản trị gửi lại.',
    en: 'The link is wrong, used, too old, or there is a newer one. Open the latest message, or ask for another link.',
  },
  'passkey-refused': {
    status: 401,
    vi: 'Khoá truy cập này không dùng được ở đây. Thử lại, hoặc đăng nhập bằng mật khẩu.',
    en: 'This passkey does not open anything here. Try again, or sign in with the password.',
  },
  'passkey-known': {
    status: 409,
    vi: 'Khoá truy cập này đã được thêm trước đó. Không cần thêm lần nữa.',
    en: 'This passkey was added before. It need not be added again.',
  },
  'passkeys-unavailable': {
    status: 409,
    vi: 'Khoá truy cập cần địa chỉ https của hệ thống (PUBLIC_URL). Dùng mã trong ứng dụng xác thực thay thế.',
    en: 'Passkeys need the https address of this system (PUBLIC_URL). Use codes of an authenticator app instead.',
  },
  'contact-missing': {
    status: 422,
    vi: 'Cần số điện thoại hoặc địa chỉ thư điện tử. Chưa lưu. Nhập ít nhất một.',
    en: 'A telephone number or an e-mail address is needed. Not saved. Enter at least one.',
  },
  'phone-invalid': {
    status: 422,
    vi: 'Số điện thoại này không đúng. Chưa lưu. Nhập như 0912 345 678.',
    en: 'This telephone number is not valid. Not saved. Enter it like 0912 345 678.',
  },
  'email-invalid': {
    status: 422,
    vi: 'Địa chỉ thư điện tử này không đúng. Chưa lưu. Nhập như ten@xa.gov.vn.',
    en: 'This e-mail address is not valid. Not saved. Enter it like name@example.vn.',
  },
  'contact-taken': {
    status: 409,
    vi: 'Số điện thoại hoặc thư điện tử này đã có tài khoản. Chưa lưu. Sửa tài khoản đó, hoặc nhập số khác.',
    en: 'This number or address has an account already. Not saved. Change that account, or enter another one.',
  },
  'own-account': {
    status: 409,
    vi: 'Không tự đổi vai trò hay tự đóng tài khoản của mình được. Chưa có gì thay đổi. Nhờ quản trị khác.',
    en: 'Nobody changes the own role or closes the own account. Nothing was changed. Ask another administrator.',
  },
  'account-unknown': {
    status: 404,
    vi: 'Không có tài khoản này, hoặc ngoài địa bàn phụ trách. Mở lại danh sách.',
    en: 'There is no such account, or it is not of your area. Open the list again.',
  },
  'deputy-unknown': {
    status: 422,
    vi: 'Người thay phải là một người duyệt khác. Chưa lưu. Chọn người khác.',
    en: 'The deputy must be another approver. Not saved. Choose somebody else.',
  },
  'invitation-accepted': {
    status: 409,
    vi: 'Người này đã nhận lời mời và có mật khẩu. Chưa gửi gì. Nếu quên mật khẩu, hãy đặt lại.',
    en: 'This person has accepted the invitation and has a password. Nothing was made. If it is forgotten, reset it.',
  },
  'item-unknown': {
    status: 404,
    vi: 'Không có mục này trong tài khoản. Mở lại trang tài khoản.',
    en: 'The account has no such entry. Open the page of the account again.',
  },
  'token-scope': {
    status: 422,
    vi: 'Mã truy cập không được có quyền hoặc địa bàn ngoài phạm vi của người tạo. Chưa tạo. Bớt quyền hoặc địa bàn.',
    en: 'A token cannot have rights or areas beyond its maker’s. Not made. Choose fewer.',
  },
  'token-expiry': {
    status: 422,
    vi: 'Hạn của mã truy cập phải sau bây giờ và không quá một năm. Chưa tạo. Chọn ngày khác.',
    en: 'A token must run out later than now and within a year. Not made. Choose another date.',
  },
  'header-missing': {
    status: 403,
    vi: 'Yêu cầu thiếu dấu của trang hệ thống nên bị từ chối. Chưa có gì thay đổi. Mở lại trang rồi làm lại.',
    en: 'The request lacks the mark of this system’s pages and was refused. Nothing was changed. Open the page again.',
  },
  'set-up-needed': {
    status: 401,
    vi: 'Hệ thống chưa có tài khoản nào. Mở đường dẫn thiết lập in ra lúc khởi động, hoặc chạy npm run setup-link để có đường dẫn mới.',
    en: 'There are no accounts yet. Open the set-up link that was printed at start, or run npm run setup-link for a new one.',
  },
});
