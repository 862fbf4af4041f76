/** Errors and warnings about how bulletins are put together, their languages, their templates and their removal. */
import { errorRows } from './error-row.ts';

export const COMPOSITION_ERRORS = errorRows({
  'recipe-without-body': {
    status: 422,
    vi: 'Bố cục chưa có phần nội dung chính. Chưa có gì được lưu. Thêm phần nội dung rồi gửi lại.',
    en: 'The recipe has no body. Nothing was stored. Add the body and send it again.',
  },
  'recipe-too-many-readings': {
    status: 422,
    vi: 'Nội dung được đọc quá ba lần trong một bản tin. Chưa có gì được lưu. Bớt số lần đọc; có thể lặp lại khi lên lịch phát.',
    en: 'The body is read more than three times in one bulletin. Nothing was stored. Read it less often; a broadcast can be repeated.',
  },
  'recipe-chime-unfit': {
    status: 422,
    vi: 'Nhạc hiệu này không dùng cho loại bản tin này: tin buồn không có nhạc hiệu, hiệu khẩn cấp và hiệu phát thử chỉ dùng đúng việc. Chưa có gì được lưu. Bỏ hoặc đổi nhạc hiệu.',
    en: 'This chime is not for this kind of bulletin: funerals have none, and the alarm and the tune of tests are for nothing else. Nothing was stored. Remove or change it.',
  },
  'recipe-emergency-opening': {
    status: 422,
    vi: 'Tin khẩn cấp phải mở đầu ngay bằng lời hướng dẫn, không có nhạc hiệu hay lời chào phía trước. Chưa có gì được lưu. Đưa nội dung lên đầu.',
    en: 'An emergency begins with its instruction, with no tune or greeting before it. Nothing was stored. Put the body first.',
  },
  'recipe-test-unsaid': {
    status: 422,
    vi: 'Bản tin phát thử phải nói ngay từ đầu rằng đây là phát thử. Chưa có gì được lưu. Đưa lời báo phát thử lên trước.',
    en: 'A test says first that it is a test. Nothing was stored. Put the notice of the test before all other words.',
  },
  'recipe-drill-unsaid': {
    status: 422,
    vi: 'Bản tin diễn tập phải nói ngay trước và ngay sau nội dung rằng đây là diễn tập. Chưa có gì được lưu. Thêm lời báo diễn tập trước và sau nội dung.',
    en: 'A drill says right before and right after its content that it is a drill. Nothing was stored. Put the notice of the drill before and after the body.',
  },
  'station-name-missing': {
    status: 200,
    vi: 'Xã chưa đặt tên đài nên bản tin không xưng tên đài. Bản tin vẫn phát được. Đặt tên đài rồi tạo lại nếu cần.',
    en: 'The commune has not named its station, so the bulletin does not say who speaks. It can air. Set the name and make it again if needed.',
  },
  'station-words-unread': {
    status: 200,
    vi: 'Lời của đài bằng tiếng này chưa có giọng nào đọc được, nên được đọc bằng tiếng Việt. Bản tin vẫn phát được. Nghe lại trước khi phát.',
    en: 'No voice reads the station’s own words in this language, so they are said in Vietnamese. The bulletin can air. Listen to it first.',
  },
  'language-version-unknown': {
    status: 404,
    vi: 'Bản tin chưa có bản tiếng này ({language}). Mở lại bản tin.',
    en: 'The bulletin has no version in this language ({language}). Open the bulletin again.',
  },
  'version-is-last': {
    status: 409,
    vi: 'Đây là bản duy nhất của bản tin nên không xoá riêng được. Chưa có gì thay đổi. Thêm bản tiếng khác trước, hoặc xoá cả bản tin.',
    en: 'This is the only version of the bulletin. Nothing was changed. Add another language first, or remove the whole bulletin.',
  },
  'bulletin-in-use': {
    status: 409,
    vi: 'Còn {count} lượt phát đã lên lịch dùng bản tin này. Chưa xoá. Nếu vẫn xoá, các lượt đó giữ nguyên âm thanh và vẫn phát; muốn không phát, hãy huỷ từng lượt.',
    en: '{count} planned broadcast(s) use this bulletin. Nothing was removed. If you remove it all the same, they keep its audio and still air; cancel them if they should not.',
  },
  'bulletin-removed-uses-stay': {
    status: 200,
    vi: 'Đã xoá. {count} lượt phát đã lên lịch giữ nguyên âm thanh và vẫn phát đúng giờ; muốn không phát, hãy huỷ từng lượt.',
    en: 'Removed. {count} planned broadcast(s) keep its audio and still air on time; cancel them if they should not.',
  },
  'bulletin-ends-in-use': {
    status: 409,
    vi: 'Còn {count} lượt phát đã lên lịch sau thời hạn mới của bản tin này. Chưa đổi. Nếu vẫn đổi, các lượt đó vẫn phát; muốn không phát, hãy huỷ từng lượt.',
    en: '{count} planned broadcast(s) of this bulletin begin after the new end. Nothing was changed. If you change it all the same, they still air; cancel them if they should not.',
  },
  'bulletin-ended-uses-stay': {
    status: 200,
    vi: 'Đã đổi thời hạn. {count} lượt phát đã lên lịch sau thời hạn đó vẫn phát đúng giờ; muốn không phát, hãy huỷ từng lượt.',
    en: 'The end was changed. {count} planned broadcast(s) begin after it and still air on time; cancel them if they should not.',
  },
  'language-fallback': {
    status: 200,
    vi: 'Bản tin "{title}" chưa có bản {wanted} cho {hamlets}; ở đó sẽ nghe bản {heard}. Thêm bản {wanted} rồi lên lịch lại nếu cần.',
    en: 'The bulletin "{title}" has no version in {wanted} for {hamlets}; they will hear {heard}. Add one in {wanted} and plan again if needed.',
  },
  'language-silent': {
    status: 200,
    vi: 'Bản tin "{title}" không có bản {wanted} cũng không có bản tiếng Việt; {hamlets} sẽ không nghe gì ở phần này. Thêm bản tiếng Việt rồi lên lịch lại.',
    en: 'The bulletin "{title}" has no version in {wanted} and none in Vietnamese; {hamlets} will hear nothing of it. Add a Vietnamese version and plan again.',
  },
  'emergency-after-tune': {
    status: 200,
    vi: 'Lượt phát khẩn cấp dùng bản tin "{title}" không mở đầu bằng lời hướng dẫn. Vẫn phát. Dùng bản tin loại khẩn cấp để lời hướng dẫn vang lên ngay.',
    en: 'The emergency uses the bulletin "{title}", which does not begin with the instruction. It still airs. Use a bulletin of the emergency kind so that the instruction comes first.',
  },
  'template-over': {
    status: 200,
    vi: 'Việc trong bản tin đã qua theo ngày giờ vừa điền, nên bản tin hết hạn ngay và không lên lịch được. Xem lại ngày, nhất là năm.',
    en: 'By the dates given, what it announces is over, so the bulletin has expired and cannot be planned. Check the day, the year above all.',
  },
  'template-unknown': {
    status: 404,
    vi: 'Không có mẫu bản tin này. Chọn lại trong danh sách.',
    en: 'There is no such template. Choose one from the list.',
  },
  'template-changed': {
    status: 409,
    vi: 'Mẫu này vừa được người khác sửa. Chưa có gì được lưu. Mở lại mẫu rồi sửa tiếp.',
    en: 'Somebody else has just changed this template. Nothing was stored. Open it again and go on from there.',
  },
  'template-brackets': {
    status: 422,
    vi: 'Dấu ngoặc trong câu "{sentence}" chưa khớp: mỗi ô nằm trong một cặp ngoặc nhọn, phần có thể bỏ nằm trong một cặp ngoặc vuông. Chưa có gì được lưu.',
    en: 'The brackets of "{sentence}" do not match: each field stands in curly brackets, what may be left out in square ones. Nothing was stored.',
  },
  'template-fields-differ': {
    status: 422,
    vi: 'Các ô khai báo không khớp với các ô trong lời: {names}. Chưa có gì được lưu.',
    en: 'The fields do not match those in the text: {names}. Nothing was stored.',
  },
  'template-may-be-silent': {
    status: 422,
    vi: 'Khi các ô không bắt buộc để trống, mẫu không còn câu nào để đọc; tin khẩn cấp phải luôn đọc được câu đầu. Chưa có gì được lưu. Đánh dấu ô bắt buộc, hoặc đưa ô đó vào ngoặc vuông.',
    en: 'With its optional fields empty nothing would be read; an emergency always reads its first sentence. Nothing was stored. Make the field required, or put it in square brackets.',
  },
  'template-fields-wrong': {
    status: 422,
    vi: 'Còn {count} ô của mẫu chưa điền hoặc điền chưa đúng. Chưa có gì được lưu. Xem từng ô rồi gửi lại.',
    en: '{count} field(s) of the template are missing or not valid. Nothing was stored. See each field and send it again.',
  },
  'template-field-missing': {
    status: 422,
    vi: 'Ô "{label}" chưa điền. Điền vào ô này.',
    en: 'The field "{label}" is empty. Fill it in.',
  },
  'template-field-unknown': {
    status: 422,
    vi: 'Mẫu không có ô "{label}". Bỏ ô này.',
    en: 'The template has no field "{label}". Leave it out.',
  },
  'template-field-wrong': {
    status: 422,
    vi: 'Ô "{label}" chưa đúng: {hint}.',
    en: 'The field "{label}" is not valid: {hint}.',
  },
});
