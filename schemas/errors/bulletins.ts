/** Errors and warnings about bulletins and their audio. */
import { errorRows } from './error-row.ts';

export const BULLETIN_ERRORS = errorRows({
  'bulletin-unknown': {
    status: 404,
    vi: 'Không có bản tin này. Có thể bản tin đã bị xoá. Chọn lại trong danh sách.',
    en: 'There is no such bulletin. It may have been removed. Choose one from the list.',
  },
  'bulletin-not-ready': {
    status: 409,
    vi: 'Bản tin "{title}" đang được xử lý nên chưa phát được. Đợi xử lý xong rồi thử lại.',
    en: 'The bulletin "{title}" is still being prepared and cannot air yet. Wait until it is ready.',
  },
  'bulletin-failed': {
    status: 409,
    vi: 'Bản tin "{title}" không tạo được âm thanh nên không phát được. Sửa nội dung hoặc chọn tệp khác.',
    en: 'No audio could be made from the bulletin "{title}", so it cannot air. Change its text or choose another file.',
  },
  'bulletin-expired': {
    status: 409,
    vi: 'Bản tin "{title}" hết hạn trước giờ phát. Sẽ không phát. Chọn bản tin khác hoặc phát sớm hơn.',
    en: 'The bulletin "{title}" expires before that time and will not air. Choose another, or an earlier start.',
  },
  'upload-missing': {
    status: 400,
    vi: 'Chưa có tệp âm thanh. Chưa có gì được lưu. Chọn một tệp rồi gửi lại.',
    en: 'There is no audio file in the request. Nothing was stored. Choose a file and send it again.',
  },
  'upload-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn mức cho phép ({limitMb} MB) nên không được giữ lại. Cắt ngắn hoặc nén tệp rồi gửi lại.',
    en: 'The file is larger than the limit ({limitMb} MB) and was not kept. Shorten or compress it and send it again.',
  },
  'upload-broken': {
    status: 400,
    vi: 'Tệp gửi lên bị đứt giữa chừng nên không được giữ lại. Kiểm tra mạng rồi gửi lại.',
    en: 'The upload broke off and was not kept. Check the connection and send it again.',
  },
  'upload-lost': {
    status: 422,
    vi: 'Tệp gốc không còn trên máy chủ nên bản tin chưa xử lý xong. Gửi lại tệp.',
    en: 'The uploaded file is no longer on the server, so the bulletin was not finished. Send the file again.',
  },
  'disk-full': {
    status: 507,
    vi: 'Máy chủ hết chỗ chứa nên chưa lưu được. Lịch đã gửi vẫn phát. Dọn bớt dữ liệu rồi thử lại.',
    en: 'The server has no room left and could not store this. What was already sent still plays. Free some space.',
  },
  'audio-empty': {
    status: 422,
    vi: 'Tệp không có âm thanh nào. Bản tin sẽ không phát được. Chọn tệp khác.',
    en: 'The file holds no sound. The bulletin cannot air. Choose another file.',
  },
  'audio-not-audio': {
    status: 422,
    vi: 'Tệp này không phải tệp âm thanh. Bản tin sẽ không phát được. Chọn tệp ghi âm hoặc nhạc.',
    en: 'This is not an audio file. The bulletin cannot air. Choose a recording.',
  },
  'audio-unreadable': {
    status: 422,
    vi: 'Không đọc được tệp âm thanh này. Bản tin sẽ không phát được. Lưu lại tệp ở dạng MP3 hoặc WAV rồi gửi lại.',
    en: 'This audio file cannot be read. The bulletin cannot air. Save it as MP3 or WAV and send it again.',
  },
  'audio-truncated': {
    status: 422,
    vi: 'Tệp bị hỏng giữa chừng, không đọc được đến hết. Bản tin sẽ không phát được. Gửi lại tệp nguyên vẹn.',
    en: 'The file is damaged and cannot be read to its end. The bulletin cannot air. Send an intact file.',
  },
  'audio-too-long': {
    status: 422,
    vi: 'Bản ghi dài quá mức cho phép. Bản tin sẽ không phát được. Cắt thành nhiều phần.',
    en: 'The recording is longer than allowed. The bulletin cannot air. Cut it into parts.',
  },
  'audio-too-short': {
    status: 422,
    vi: 'Bản ghi quá ngắn, không có gì để phát. Chọn tệp khác.',
    en: 'The recording is too short; there is nothing to air. Choose another file.',
  },
  'audio-too-slow': {
    status: 422,
    vi: 'Xử lý tệp quá lâu nên đã dừng. Bản tin sẽ không phát được. Lưu lại tệp ở dạng MP3 rồi gửi lại.',
    en: 'Preparing the file took too long and was stopped. The bulletin cannot air. Save it as MP3 and send it again.',
  },
  'audio-tool-missing': {
    status: 503,
    vi: 'Máy chủ thiếu công cụ xử lý âm thanh nên chưa tạo được bản tin. Báo người quản trị cài đặt công cụ.',
    en: 'The server lacks its audio tool, so the bulletin was not made. Ask the administrator to install it.',
  },
  'audio-silent': {
    status: 200,
    vi: 'Bản ghi gần như im lặng. Người dân có thể không nghe thấy gì. Nghe lại trước khi phát.',
    en: 'The recording is all but silent. People may hear nothing. Listen to it before airing.',
  },
  'audio-damaged': {
    status: 200,
    vi: 'Tệp có chỗ hỏng, đã bỏ qua. Nghe lại trước khi phát.',
    en: 'Damaged places in the file were skipped. Listen to it before airing.',
  },
  'audio-quiet': {
    status: 200,
    vi: 'Bản ghi sẽ phát nhỏ hơn mức thường: tiếng quá nhỏ, hoặc có tiếng động quá to bên cạnh. Nghe lại trước khi phát.',
    en: 'The recording will sound softer than usual: it is very quiet, or has loud bangs in it. Listen before airing.',
  },
  'audio-clipped': {
    status: 200,
    vi: 'Bản ghi bị vỡ tiếng. Nghe lại trước khi phát.',
    en: 'The recording is distorted. Listen to it before airing.',
  },
  'audio-silence-leading': {
    status: 200,
    vi: 'Đoạn đầu im lặng {seconds} giây. Cắt bớt trước khi phát.',
    en: 'The first {seconds} seconds are silent. Trim them before airing.',
  },
  'audio-silence-trailing': {
    status: 200,
    vi: 'Đoạn cuối im lặng {seconds} giây. Cắt bớt trước khi phát.',
    en: 'The last {seconds} seconds are silent. Trim them before airing.',
  },
  'audio-noisy': {
    status: 200,
    vi: 'Tiếng ồn lớn, lời nói chỉ hơn tiếng ồn {decibels} dB. Lọc ồn hoặc ghi lại ở nơi yên tĩnh.',
    en: 'The background is loud; the voice stands only {decibels} dB above it. Reduce the noise, or record again.',
  },
  'audio-phase': {
    status: 200,
    vi: 'Hai kênh của bản ghi triệt tiêu nhau nên chỉ dùng kênh thứ nhất. Nghe lại trước khi phát.',
    en: 'The two channels erase each other, so only the first is used. Listen to it before airing.',
  },
  'audio-not-speech': {
    status: 200,
    vi: 'Bản ghi không giống tiếng nói. Nếu đây là nhạc hay tiếng chuông thì không sao; nếu không, nghe lại.',
    en: 'The recording does not sound like speech. For music or a chime that is fine; otherwise listen to it.',
  },
  'analysis-missing': {
    status: 404,
    vi: 'Bản tin này chưa có kết quả đo âm thanh. Đợi xử lý xong, hoặc gửi lại tệp.',
    en: 'The audio of this bulletin has not been measured. Wait until it is prepared, or send the file again.',
  },
  'version-unknown': {
    status: 404,
    vi: 'Bản tin không có phiên bản này. Chọn lại trong danh sách.',
    en: 'The bulletin has no such version. Choose one from the list.',
  },
  'repair-no-recording': {
    status: 409,
    vi: 'Bản tin này không có bản ghi gốc nên không sửa được âm thanh. Gửi lại tệp ghi âm.',
    en: 'No original recording is kept for this bulletin, so its sound cannot be repaired. Send the recording again.',
  },
  'repair-range-wrong': {
    status: 422,
    vi: 'Đoạn giữ lại phải nằm trong bản ghi ({seconds} giây) và dài ít nhất 0,2 giây. Chưa có gì thay đổi. Chọn lại.',
    en: 'What is kept must lie within the recording ({seconds} s) and last at least 0.2 s. Nothing was changed.',
  },
  'upload-unknown': {
    status: 404,
    vi: 'Không có lượt gửi tệp này, hoặc đã quá hạn. Gửi lại từ đầu.',
    en: 'There is no such upload, or it has expired. Send the file again from its beginning.',
  },
  'upload-conflict': {
    status: 409,
    vi: 'Phần vừa gửi không nối tiếp phần máy chủ đã nhận. Phần đã nhận vẫn còn. Hỏi lại vị trí rồi gửi tiếp.',
    en: 'This piece does not follow what the server already has, which is kept. Ask how far it is and go on from there.',
  },
  'upload-refused': {
    status: 400,
    vi: 'Lượt gửi tệp không đúng quy cách: {detail}. Tải lại trang rồi gửi lại.',
    en: 'The upload does not follow the protocol: {detail}. Reload the page and send it again.',
  },
});
