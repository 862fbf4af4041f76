/**
 * The containers that are opened, by the names ffmpeg's demuxers go by. A list of what is allowed, because ffmpeg
 * also reads playlists and scripts (hls, concat, dash, sdp …) that name other files and addresses to open.
 */
export const readableFormats: readonly string[] = [
  ...['mp3', 'aac', 'loas', 'ac3', 'eac3', 'dts', 'dtshd', 'truehd', 'mpc', 'mpc8', 'ape', 'wv', 'tta', 'shn', 'tak'],
  ...['wav', 'w64', 'aiff', 'au', 'caf', 'voc', 'ircam', 'sox', 'avr', 'rso', 'flac', 'ogg', 'oma', 'dsf'],
  ...['mov', 'mp4', 'm4a', '3gp', '3g2', 'matroska', 'webm', 'asf', 'xwma', 'avi', 'flv', 'rm'],
  ...['mpeg', 'mpegts', 'mxf', 'nut', 'amr', 'amrnb', 'amrwb', 'gsm', 'qcp', 'ilbc', 'sbc', 'aptx', 'g722', 'g729'],
];
