/** Words of how people are told of incidents, and of the own account. */
import { words } from './words.ts';

export const telling = words('telling', {
  vi: {
    account: 'Mật khẩu, xác minh hai bước, phiên đăng nhập',
    accountWhat: 'Mở trang tài khoản',
    delegations: 'Uỷ quyền duyệt',
    delegationsWhat: 'Ai duyệt thay, từ ngày nào đến ngày nào',
    standsIn: 'Đang duyệt thay {names}',
    preference: 'Nhận tin báo sự cố',
    preferenceWhy: 'Tin báo gửi đến địa chỉ thư của tài khoản.',
    quiet: 'Có giờ yên lặng: tin báo chờ đến hết giờ đó',
    from: 'Từ',
    until: 'Đến',
    criticalPasses: 'Sự cố nghiêm trọng vẫn báo trong giờ yên lặng',
    language: 'Ngôn ngữ của tin báo',
    test: 'Gửi thử',
    testSent: 'Đã gửi tin thử đến địa chỉ thư của tài khoản.',
  },
  en: {
    account: 'Password, second factor, sessions',
    accountWhat: 'Opens the page of the account',
    delegations: 'Delegations',
    delegationsWhat: 'Who approves instead, from when to when',
    standsIn: 'Standing in for {names}',
    preference: 'Being told of incidents',
    preferenceWhy: 'Messages go to the e-mail address of the account.',
    quiet: 'With quiet hours: messages wait until they are over',
    from: 'From',
    until: 'Until',
    criticalPasses: 'Critical incidents are told in quiet hours as well',
    language: 'Language of the messages',
    test: 'Send a test',
    testSent: 'A test was sent to the e-mail address of the account.',
  },
});
