/** What remote work came to, for people. */

import type { CommandOutcome, NotSentReason, Obstacle, SettingsState } from '../states/command.ts';
import type { CalibrationState, SelfTestGrade, SelfTestNote } from '../states/self-test.ts';
import type { HeardReport } from '../wire/report.ts';
import type { Words } from './codes.ts';

const words = (vi: string, en: string): Words => ({ vi, en });

export const COMMAND_WORDS: Record<CommandOutcome | 'waiting', Words> = {
  waiting: words('Đã gửi, đang chờ thiết bị trả lời', 'Sent; the device has not answered yet'),
  done: words('Thiết bị đã làm xong', 'The device has done it'),
  refused: words('Thiết bị từ chối', 'The device refused'),
  expired: words(
    'Lệnh tới thiết bị quá muộn, không thực hiện',
    'It reached the device too late and was not carried out',
  ),
  unsupported: words('Thiết bị không làm được việc này', 'The device cannot do this'),
  failed: words('Thiết bị làm không thành', 'The device tried and failed'),
  unanswered: words(
    'Thiết bị không trả lời. Lệnh đã hết hạn, không chạy muộn',
    'The device did not answer. The order has expired and will not run late',
  ),
  'not-sent': words('Chưa gửi được, không có gì xảy ra', 'It was not sent, and nothing happened'),
};

export const NOT_SENT_WORDS: Record<NotSentReason, Words> = {
  'no-device': words('Cụm loa chưa có thiết bị', 'The cluster has no device'),
  offline: words('Thiết bị đang mất kết nối', 'The device is offline'),
  'broker-away': words('Máy chủ tin nhắn không nhận', 'The message server did not take it'),
};

export const OBSTACLE_WORDS: Record<Obstacle, Words> = {
  silenced: words('đang khoá im lặng', 'a lock of silence'),
  muted: words('đang tắt tiếng', 'muted'),
  sounding: words('đang phát', 'sounding'),
  'starts-soon': words('sắp phát', 'about to sound'),
  'quiet-hours': words('đang giờ yên lặng', 'quiet hours'),
};

export const SETTINGS_WORDS: Record<SettingsState, Words> = {
  applied: words('Đã áp dụng: thiết bị đang giữ cài đặt này', 'Applied: the device holds these settings'),
  waiting: words('Chưa áp dụng: thiết bị chưa nhận được', 'Not applied yet: the device has not received them'),
  'no-device': words('Cụm loa chưa có thiết bị', 'The cluster has no device'),
};

export const GRADE_WORDS: Record<SelfTestGrade | 'none', Words> = {
  pass: words('Đạt', 'Good'),
  weak: words('Yếu', 'Weak'),
  silent: words('Không nghe thấy', 'Not heard'),
  'no-microphone': words('Không có micro', 'No microphone'),
  none: words('Chưa đánh giá được', 'Cannot be judged'),
};

export const SELF_TEST_NOTE_WORDS: Record<SelfTestNote, Words> = {
  'level-low': words('Nhỏ hơn lúc hiệu chuẩn', 'Softer than when it was calibrated'),
  'bands-missing': words('Mất một số dải tần, loa có thể hỏng', 'Some bands are missing; a driver may be broken'),
  'delay-shifted': words(
    'Tiếng tới micro sớm hoặc muộn hơn hẳn, có thể micro nghe loa khác',
    'Sound came much earlier or later; the microphone may hear another horn',
  ),
  'not-heard': words('Micro không thấy tín hiệu thử', 'The microphone found no pilot'),
  'too-noisy': words('Xung quanh quá ồn, không so sánh được', 'It was too noisy to compare'),
  'not-calibrated': words(
    'Cụm loa chưa hiệu chuẩn: chạy hiệu chuẩn khi loa đang tốt',
    'The cluster was not calibrated: do so while it is well',
  ),
  'other-device': words('Đã thay thiết bị: cần hiệu chuẩn lại', 'The device was replaced: calibrate again'),
  'other-level': words(
    'Tín hiệu thử phát to hoặc nhỏ hơn nhiều so với lúc hiệu chuẩn: nên hiệu chuẩn lại',
    'The pilot was played much louder or softer than for the calibration: calibrate again',
  ),
  interrupted: words('Bị ngắt giữa chừng', 'It was interrupted'),
  failed: words('Thiết bị đo không thành', 'The device could not measure'),
  calibrated: words('Đã lấy làm mức chuẩn', 'Taken as the baseline'),
  'not-clear-enough': words(
    'Không đủ rõ để làm mức chuẩn: đo lại khi yên tĩnh, kiểm tra micro',
    'Not clear enough for a baseline: measure again when it is quiet, and look at the microphone',
  ),
};

export const CALIBRATION_WORDS: Record<CalibrationState, Words> = {
  calibrated: words('Đã hiệu chuẩn', 'Calibrated'),
  missing: SELF_TEST_NOTE_WORDS['not-calibrated'],
  'other-device': SELF_TEST_NOTE_WORDS['other-device'],
};

/** Experimental, and always said so. */
export const HEARD_WORDS: Record<HeardReport['verdict'], Words> = {
  heard: words('Thử nghiệm: micro đã nghe thấy', 'Experimental: the microphone heard it'),
  weak: words('Thử nghiệm: micro nghe thấy nhưng nhỏ', 'Experimental: the microphone heard it softly'),
  'not-heard': words('Thử nghiệm: micro không nghe thấy', 'Experimental: the microphone did not hear it'),
  uncertain: words('Thử nghiệm: không chắc', 'Experimental: not certain'),
};
