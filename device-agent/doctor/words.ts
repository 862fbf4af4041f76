/** What a device's doctor says. */

import { fail, ok, unknown, warn } from '@loa-lang/schemas/doctor/say';
import { server } from './words-server.ts';

export const AGENT_WORDS = {
  configuration: {
    what: { vi: 'Tệp cấu hình', en: 'Configuration' },
    says: {
      fine: ok('{path} đọc được, không lỗi', '{path} is without faults'),
      fault: fail(
        { vi: '{fault}', en: '{fault}' },
        {
          vi: 'Sửa {path} (deploy/device.md có bảng các mục).',
          en: 'Mend {path} (deploy/device.md lists the fields).',
        },
      ),
    },
  },
  agent: {
    what: { vi: 'Chương trình trên thiết bị', en: 'Agent' },
    says: {
      fine: ok(
        'đang chạy, bản {version}, đã kết nối, giữ {plans} lịch và {audio} tệp âm thanh',
        'at work, version {version}, connected, holds {plans} plans and {audio} audio files',
      ),
      'not-running': fail(
        { vi: 'không chạy', en: 'is not running' },
        {
          vi: 'systemctl start loa-lang-agent; nếu dừng lại ngay: journalctl -u loa-lang-agent -n 50.',
          en: 'systemctl start loa-lang-agent; if it ends at once: journalctl -u loa-lang-agent -n 50.',
        },
      ),
      asking: warn(
        { vi: 'đang xin ghi danh, chưa ai trả lời', en: 'asks to be enrolled, and nobody has answered' },
        { vi: 'Xem các dòng mạng và địa chỉ của xã dưới đây.', en: 'See the lines on network and office.' },
      ),
      waiting: warn(
        {
          vi: 'chờ xã gán vào cụm loa (mã {code}, vân tay {fingerprint})',
          en: 'waits to be bound to a cluster (code {code}, fingerprint {fingerprint})',
        },
        {
          vi: 'Trong phần mềm của xã: quét nhãn trên hộp và chọn cụm loa.',
          en: 'In the office: scan the label on the box and choose the cluster.',
        },
      ),
      refused: fail(
        { vi: 'bị xã từ chối (mã {code})', en: 'is refused by the office (code {code})' },
        {
          vi: 'Hỏi xã: thiết bị đã bị thu hồi hoặc từ chối ghi danh.',
          en: 'Ask the office: it was revoked or turned away.',
        },
      ),
      offline: fail(
        { vi: 'chưa kết nối được máy chủ; lịch đã có vẫn tự phát', en: 'has no connection; what it holds still plays' },
        { vi: 'Xem các dòng mạng dưới đây.', en: 'See the lines on the network.' },
      ),
      'no-settings': fail(
        {
          vi: 'đã kết nối nhưng chưa nhận được cài đặt nên không phát gì',
          en: 'is connected, but has no settings and plays nothing',
        },
        {
          vi: 'Kiểm tra thiết bị đã được gán vào cụm loa và máy chủ đang chạy tốt (npm run doctor).',
          en: 'Check that it is bound to a cluster, and the controller (npm run doctor).',
        },
      ),
      muted: warn(
        { vi: 'đang bị tắt tiếng từ phần mềm', en: 'is muted in its settings' },
        { vi: 'Bật lại trong phần mềm nếu không còn lý do.', en: 'Lift it in the office once the reason is gone.' },
      ),
      behind: warn(
        { vi: 'giữ bản cũ của: {documents}', en: 'holds an old revision of: {documents}' },
        {
          vi: 'Chờ một phút rồi chạy lại; vẫn còn thì khởi động lại chương trình và kiểm tra đường truyền.',
          en: 'Wait a minute and look again; if it stays, restart the agent and check the link.',
        },
      ),
      'audio-missing': warn(
        { vi: 'còn thiếu {count} tệp âm thanh', en: 'lacks {count} audio files' },
        {
          vi: 'Đường truyền chậm hoặc đĩa đầy; chờ rồi xem lại.',
          en: 'The link is slow, or the disk is full; wait and look again.',
        },
      ),
      faults: fail(
        { vi: 'đang báo lỗi: {faults}', en: 'reports faults: {faults}' },
        {
          vi: 'Xem các dòng dưới đây và journalctl -u loa-lang-agent.',
          en: 'See the lines below, and journalctl -u loa-lang-agent.',
        },
      ),
      'reports-wait': warn(
        { vi: '{count} báo cáo chưa gửi được', en: '{count} reports wait to be sent' },
        {
          vi: 'Bình thường sau khi mất mạng lâu; nếu tăng mãi thì kiểm tra đường truyền.',
          en: 'Usual after a long outage; if they grow, check the link.',
        },
      ),
    },
  },
  stores: {
    what: { vi: 'Dữ liệu hỏng để riêng', en: 'Files set aside' },
    says: {
      quarantined: warn(
        {
          vi: '{count} tệp không đọc được sau khi mất điện: {names}',
          en: '{count} files could not be read after a power cut: {names}',
        },
        {
          vi: 'Chạy tiếp được. Lặp lại thì thay thẻ nhớ (nên dùng loại công nghiệp) và xem nguồn.',
          en: 'It goes on. If it comes again, replace the card (an industrial one) and look at the supply.',
        },
      ),
    },
  },
  identity: {
    what: { vi: 'Danh tính thiết bị', en: 'Identity' },
    says: {
      fine: ok('đã ghi danh là {deviceId}, chứng thư đến {until}', 'enrolled as {deviceId}, certificate until {until}'),
      'by-hand': ok('cấu hình tay là {deviceId}', 'configured by hand as {deviceId}'),
      nameless: fail(
        { vi: 'máy không có số sê-ri nào', en: 'nothing identifies this machine' },
        {
          vi: 'Đặt installationId riêng cho từng thiết bị trong tệp cấu hình.',
          en: 'Set an installationId of its own for each device.',
        },
      ),
      'machine-id': warn(
        {
          vi: 'máy chỉ nhận ra nhờ /etc/machine-id, chép thẻ là trùng',
          en: 'the machine is known by /etc/machine-id only, which a copied card shares',
        },
        {
          vi: 'Đặt installationId trong tệp cấu hình, hoặc xoá /etc/machine-id trong bản chép trước khi khởi động lần đầu.',
          en: 'Set installationId, or remove /etc/machine-id from the image before its first start.',
        },
      ),
      'not-enrolled': warn(
        { vi: 'chưa ghi danh', en: 'is not enrolled yet' },
        {
          vi: 'Chạy chương trình, rồi gán thiết bị vào cụm loa trong phần mềm của xã.',
          en: 'Start the agent, then bind the device to a cluster in the office.',
        },
      ),
      'no-key': fail(
        { vi: 'mất khoá {path}', en: 'its key {path} is gone' },
        {
          vi: 'Xoá thư mục identity và ghi danh lại như thiết bị mới.',
          en: 'Remove the folder identity and enrol it as a new device.',
        },
      ),
      'unreadable-key': fail(
        { vi: 'khoá {path} không đọc được', en: 'its key {path} cannot be read' },
        {
          vi: 'Kiểm tra chủ của tệp; nếu hỏng: xoá thư mục identity và ghi danh lại.',
          en: 'Check who owns it; if it is broken, remove the folder identity and enrol it anew.',
        },
      ),
      'open-key': warn(
        { vi: 'người khác đọc được khoá {path}', en: 'others may read the key {path}' },
        { vi: 'chmod 600 {path}', en: 'chmod 600 {path}' },
      ),
      expires: warn(
        {
          vi: 'chứng thư hết hạn ngày {until} (còn {days} ngày)',
          en: 'its certificate expires on {until} (in {days} days)',
        },
        {
          vi: 'Cho thiết bị kết nối về xã để tự đổi; không tự đổi thì ghi danh lại.',
          en: 'Let it reach the office, where it exchanges it; otherwise enrol it anew.',
        },
      ),
      expired: fail(
        {
          vi: 'chứng thư đã hết hạn ngày {until}, hoặc giờ của máy sai',
          en: 'its certificate expired on {until}, or the clock is wrong',
        },
        { vi: 'Sửa giờ của máy; giờ đúng thì ghi danh lại.', en: 'Set the clock; if it is right, enrol it anew.' },
      ),
    },
  },
  clock: {
    what: { vi: 'Đồng hồ', en: 'Clock' },
    says: {
      fine: ok('{date} (UTC), sai số tối đa {uncertaintyMs} ms', '{date} (UTC), at most {uncertaintyMs} ms wrong'),
      'unused-battery-clock': ok(
        'có đồng hồ pin ({clock}) nhưng chưa khai hasBatteryClock',
        'there is a battery clock ({clock}); hasBatteryClock is not set',
      ),
      'no-battery-clock': fail(
        {
          vi: 'cấu hình nói có đồng hồ pin nhưng máy không thấy',
          en: 'the configuration claims a battery clock and there is none',
        },
        {
          vi: 'Lắp và bật mô-đun RTC (dtoverlay=i2c-rtc,ds3231), hoặc bỏ hasBatteryClock: nếu không, sau khi mất điện thiết bị tin giờ sai.',
          en: 'Fit and enable an RTC module (dtoverlay=i2c-rtc,ds3231), or remove hasBatteryClock: after a power cut it would trust a wrong time.',
        },
      ),
      'wrong-battery-clock': fail(
        {
          vi: 'đồng hồ của máy lệch {seconds} giây so với máy chủ',
          en: 'the machine’s clock is {seconds} s off the controller’s',
        },
        {
          vi: 'hwclock --systohc sau khi đặt đúng giờ; vẫn sai thì thay pin đồng hồ.',
          en: 'Set the time, then hwclock --systohc; if it stays wrong, replace the clock’s battery.',
        },
      ),
      off: ok(
        'đồng hồ của máy lệch {seconds} giây, thiết bị dùng giờ của máy chủ',
        'the machine’s clock is {seconds} s off; the device goes by the controller’s',
      ),
      past: warn(
        {
          vi: 'máy nghĩ đang là {date} và chưa nhận giờ từ máy chủ',
          en: 'the machine believes in {date} and has not heard the controller’s time',
        },
        {
          vi: 'Cho thiết bị kết nối; lắp đồng hồ pin nếu hay mất điện và mất mạng.',
          en: 'Let it connect; fit a battery clock where power and network are often gone.',
        },
      ),
      untrusted: fail(
        { vi: 'chưa có giờ tin được nên chưa phát được lịch', en: 'has no time it trusts and plays nothing planned' },
        {
          vi: 'Thiết bị cần kết nối máy chủ một lần sau khi bật điện: xem các dòng mạng.',
          en: 'After power on it needs the controller once: see the lines on the network.',
        },
      ),
      'untrusted-connected': fail(
        {
          vi: 'đã kết nối nhưng máy chủ không trả lời giờ',
          en: 'is connected, and the controller does not answer with the time',
        },
        {
          vi: 'Kiểm tra máy chủ đang chạy và thiết bị chưa bị thu hồi (npm run doctor).',
          en: 'Check that the controller runs and the device is not revoked (npm run doctor).',
        },
      ),
    },
  },
  network: {
    what: { vi: 'Mạng', en: 'Network' },
    says: {
      fine: ok('đi ra bằng {interface}', 'goes out by {interface}'),
      'no-route': fail(
        { vi: 'không có đường ra mạng', en: 'there is no way out' },
        {
          vi: 'Kiểm tra cáp, Wi-Fi, modem 4G và SIM (ip route; mmcli -m 0).',
          en: 'Check the cable, Wi-Fi, 4G modem and SIM (ip route; mmcli -m 0).',
        },
      ),
    },
  },
  sim: {
    what: { vi: 'SIM và gói cước', en: 'SIM card' },
    says: {
      gate: fail(
        {
          vi: 'mọi địa chỉ đều bị chuyển tới {gate}: SIM hết hạn hoặc hết dung lượng, hoặc Wi-Fi đòi đăng nhập',
          en: 'everything is sent to {gate}: the SIM is unpaid or used up, or the Wi-Fi wants a sign-in',
        },
        {
          vi: 'Nạp tiền hoặc gia hạn gói của SIM; với Wi-Fi thì đăng nhập hoặc dùng mạng khác.',
          en: 'Pay the SIM’s plan; on Wi-Fi sign in or use another network.',
        },
      ),
      likely: warn(
        {
          vi: 'có sóng qua {interface} nhưng không tới được đâu: có thể SIM hết hạn hoặc hết dung lượng',
          en: 'the modem {interface} is up and nothing is reached: the SIM may be unpaid or used up',
        },
        {
          vi: 'Tra tài khoản SIM (*101#, hoặc hỏi nhà mạng), nạp tiền rồi khởi động lại modem.',
          en: 'Ask the carrier for the SIM’s balance, pay, and restart the modem.',
        },
      ),
      perhaps: warn(
        {
          vi: 'có mạng nhưng không tới được máy nào của xã: có thể SIM hết hạn, hết dung lượng, hoặc modem chặn',
          en: 'there is a network and none of the office’s servers is reached: an unpaid or used-up SIM, or a modem that blocks',
        },
        {
          vi: 'Thử mở một trang bất kỳ từ mạng này; nếu không được: kiểm tra SIM.',
          en: 'Try any page from this network; if none opens, check the SIM.',
        },
      ),
    },
  },
  broker: {
    what: { vi: 'Máy chủ tin nhắn', en: 'Broker' },
    says: server({ vi: 'máy chủ tin nhắn', en: 'the broker' }),
  },
  office: {
    what: { vi: 'Nơi ghi danh của xã', en: 'Enrolment address' },
    says: server({ vi: 'nơi ghi danh', en: 'the enrolment address' }),
  },
  sound: {
    what: { vi: 'Card âm thanh', en: 'Sound card' },
    says: {
      fine: ok('{card} ({name})', '{card} ({name})'),
      failed: fail(
        { vi: 'chương trình không phát được ra {sink}', en: 'the agent cannot play to {sink}' },
        {
          vi: 'Xem journalctl -u loa-lang-agent; rút và cắm lại card USB.',
          en: 'See journalctl -u loa-lang-agent; replug a USB card.',
        },
      ),
      'no-card': warn(
        { vi: 'sink là {sink}: không ra loa', en: 'the sink is {sink}: nothing is heard' },
        { vi: 'Để phát ra loa, đặt sink là alsa:plughw:…', en: 'To be heard set sink to alsa:plughw:…' },
      ),
      'no-player': fail(
        { vi: 'thiếu chương trình {program}', en: 'the program {program} is missing' },
        {
          vi: 'sudo apt-get install alsa-utils (aplay) hoặc pulseaudio-utils (pacat).',
          en: 'sudo apt-get install alsa-utils (aplay) or pulseaudio-utils (pacat).',
        },
      ),
      'no-cards': fail(
        { vi: 'máy không thấy card âm thanh nào', en: 'the machine sees no sound card' },
        {
          vi: 'Cắm lại card USB; với cổng có sẵn: dtparam=audio=on. Xem: aplay -l, dmesg.',
          en: 'Replug the USB card; for a built-in one: dtparam=audio=on. See aplay -l and dmesg.',
        },
      ),
      'no-device': fail(
        { vi: 'không có {name}; đang có: {cards}', en: 'there is no {name}; there are: {cards}' },
        {
          vi: 'Số card có thể đổi sau khi cắm lại: dùng tên, ví dụ alsa:plughw:CARD=Device. Xem: aplay -L.',
          en: 'Numbers change when cards are replugged: use a name, as alsa:plughw:CARD=Device. See aplay -L.',
        },
      ),
      'no-right': fail(
        { vi: 'tài khoản này không được dùng {device}', en: 'this account may not use {device}' },
        {
          vi: 'Thêm tài khoản của dịch vụ vào nhóm audio: sudo usermod -aG audio TÊN, rồi khởi động lại dịch vụ.',
          en: 'Put the service’s account into the group audio: sudo usermod -aG audio NAME, then restart the service.',
        },
      ),
      busy: fail(
        { vi: 'card đang bị {program} (tiến trình {pid}) giữ', en: 'the card is held by {program} (process {pid})' },
        {
          vi: 'Tắt chương trình đó, hoặc dùng sink pulse nếu cần dùng chung.',
          en: 'Stop that program, or use the sink pulse where it must be shared.',
        },
      ),
      muted: fail(
        { vi: '“{control}” đang tắt tiếng', en: '“{control}” is muted' },
        {
          vi: "amixer -c {card} sset '{control}' 80% unmute && sudo alsactl store",
          en: "amixer -c {card} sset '{control}' 80% unmute && sudo alsactl store",
        },
      ),
      zero: fail(
        { vi: 'âm lượng “{control}” là 0', en: 'the volume of “{control}” is 0' },
        {
          vi: "amixer -c {card} sset '{control}' 80% unmute && sudo alsactl store",
          en: "amixer -c {card} sset '{control}' 80% unmute && sudo alsactl store",
        },
      ),
      quiet: warn(
        { vi: 'âm lượng “{control}” chỉ {percent} %', en: 'the volume of “{control}” is only {percent} %' },
        {
          vi: "amixer -c {card} sset '{control}' 80% && sudo alsactl store, rồi nghe thử.",
          en: "amixer -c {card} sset '{control}' 80% && sudo alsactl store, then listen.",
        },
      ),
      'no-server': fail(
        { vi: 'PulseAudio không trả lời', en: 'PulseAudio does not answer' },
        {
          vi: 'Chạy nó cho tài khoản của dịch vụ (hoặc --system), hoặc dùng sink alsa.',
          en: 'Run it for the service’s account (or --system), or use the sink alsa.',
        },
      ),
      'pulse-quiet': fail(
        {
          vi: '{name} đang tắt tiếng hoặc âm lượng chỉ {percent} %',
          en: '{name} is muted, or its volume is only {percent} %',
        },
        {
          vi: 'pactl set-sink-mute {name} 0; pactl set-sink-volume {name} 80%',
          en: 'pactl set-sink-mute {name} 0; pactl set-sink-volume {name} 80%',
        },
      ),
    },
  },
  microphone: {
    what: { vi: 'Ngõ micro', en: 'Microphone' },
    says: {
      fine: ok('có {name}', '{name} is there'),
      'no-program': fail(
        { vi: 'thiếu chương trình {program}', en: 'the program {program} is missing' },
        {
          vi: 'sudo apt-get install alsa-utils (arecord) hoặc pulseaudio-utils (parec).',
          en: 'sudo apt-get install alsa-utils (arecord) or pulseaudio-utils (parec).',
        },
      ),
      'no-device': fail(
        { vi: 'không có ngõ thu {name}; đang có: {cards}', en: 'there is no input {name}; there are: {cards}' },
        {
          vi: 'Xem arecord -l và sửa aux.device; cắm lại card USB.',
          en: 'See arecord -l and mend aux.device; replug a USB card.',
        },
      ),
      'no-key': fail(
        { vi: 'không đọc được khoá công tắc {path}', en: 'the key switch {path} cannot be read' },
        {
          vi: 'Xuất chân GPIO (hoặc sửa aux.keyFile) và cho nhóm gpio đọc.',
          en: 'Export its GPIO line (or mend aux.keyFile) and let the group gpio read it.',
        },
      ),
    },
  },
  sensors: {
    what: { vi: 'Cảm biến', en: 'Sensors' },
    says: {
      fine: ok('{count} chỗ đọc được', '{count} can be read'),
      missing: fail(
        { vi: '{field}: không có {path}', en: '{field}: there is no {path}' },
        {
          vi: 'Kiểm tra dây, mô-đun nhân (dtoverlay) và chân GPIO đã xuất; hoặc sửa mục sensors.',
          en: 'Check the wiring, the kernel’s module (dtoverlay) and that the GPIO line is exported; or mend sensors.',
        },
      ),
      closed: fail(
        { vi: '{field}: không được đọc {path}', en: '{field}: {path} may not be read' },
        {
          vi: 'Thêm tài khoản của dịch vụ vào nhóm của tệp (gpio, dialout); cổng nối tiếp còn cần DeviceAllow trong dịch vụ.',
          en: 'Put the service’s account into the file’s group (gpio, dialout); a serial port needs DeviceAllow in the unit, too.',
        },
      ),
      'no-interface': fail(
        { vi: 'không có cổng mạng {interface}', en: 'there is no network interface {interface}' },
        {
          vi: 'Xem ip link; cắm lại modem hoặc sửa sensors.network.interface.',
          en: 'See ip link; replug the modem, or mend sensors.network.interface.',
        },
      ),
      'no-program': fail(
        {
          vi: 'thiếu chương trình {program} để đọc sóng',
          en: 'the program {program}, which tells the signal, is missing',
        },
        {
          vi: 'sudo apt-get install modemmanager (mmcli), hoặc sửa sensors.network.signal.',
          en: 'sudo apt-get install modemmanager (mmcli), or mend sensors.network.signal.',
        },
      ),
    },
  },
  amplifier: {
    what: { vi: 'Chân bật ampli', en: 'Amplifier key' },
    says: {
      fine: ok('{path} dùng được', '{path} can be used'),
      missing: fail(
        { vi: 'không có {path}', en: 'there is no {path}' },
        {
          vi: 'Xuất chân GPIO khi khởi động (echo SỐ > /sys/class/gpio/export, hoặc dtoverlay) hoặc sửa amplifier.gpioFile.',
          en: 'Export the GPIO line at boot (echo N > /sys/class/gpio/export, or a dtoverlay), or mend amplifier.gpioFile.',
        },
      ),
      closed: fail(
        { vi: 'không ghi được {path}: ampli sẽ không bật', en: '{path} cannot be written: the amplifier stays off' },
        {
          vi: 'Thêm tài khoản của dịch vụ vào nhóm gpio và cho nhóm đó ghi.',
          en: 'Put the service’s account into the group gpio and let that group write.',
        },
      ),
      'no-program': fail(
        {
          vi: 'không có chương trình {program} của lệnh: {command}',
          en: 'there is no program {program}, of the command: {command}',
        },
        {
          vi: 'Cài chương trình đó hoặc sửa amplifier.onCommand, offCommand.',
          en: 'Install it, or mend amplifier.onCommand and offCommand.',
        },
      ),
    },
  },
  'local-page': {
    what: { vi: 'Trang tại thiết bị', en: 'Page at the device' },
    says: {
      fine: ok('http://{host}:{port} mở được', 'http://{host}:{port} answers'),
      free: ok('cổng {port} còn trống', 'port {port} is free'),
      'no-address': warn(
        { vi: 'máy chưa có địa chỉ {host}', en: 'this machine has no address {host} now' },
        {
          vi: 'Bật điểm phát Wi-Fi (hostapd) hoặc đặt địa chỉ cho cổng mạng; chương trình tự thử lại.',
          en: 'Start the access point (hostapd) or give the socket its address; the agent tries again by itself.',
        },
      ),
      taken: fail(
        { vi: 'cổng {port} đang bị chương trình khác giữ', en: 'port {port} is taken by another program' },
        {
          vi: 'Đổi local.port hoặc tắt chương trình đó (ss -ltnp).',
          en: 'Change local.port, or stop that program (ss -ltnp).',
        },
      ),
      silent: fail(
        { vi: 'http://{host}:{port} không trả lời', en: 'http://{host}:{port} does not answer' },
        {
          vi: 'Xem journalctl -u loa-lang-agent; cổng có thể bị giữ.',
          en: 'See journalctl -u loa-lang-agent; the port may be taken.',
        },
      ),
    },
  },
  temperature: {
    what: { vi: 'Nhiệt độ', en: 'Temperature' },
    says: {
      fine: ok('{degrees} °C', '{degrees} °C'),
      hot: warn(
        { vi: 'nóng, {degrees} °C', en: 'hot, {degrees} °C' },
        { vi: 'Làm thoáng tủ, che nắng.', en: 'Give the cabinet air and shade.' },
      ),
      'too-hot': fail(
        { vi: 'quá nóng, {degrees} °C: máy tự chạy chậm lại', en: 'too hot, {degrees} °C: it slows itself down' },
        { vi: 'Kiểm tra quạt, tản nhiệt, che nắng cho tủ ngay.', en: 'See to fan, heat sink and shade now.' },
      ),
    },
  },
  supply: {
    what: { vi: 'Nguồn của bo mạch', en: 'Supply' },
    says: {
      fine: ok('đủ điện', 'good'),
      'was-low': warn(
        { vi: 'đã có lúc sụt áp từ khi bật', en: 'was too weak at times since the start' },
        {
          vi: 'Dùng bộ nguồn 5 V tốt hơn, dây ngắn và to hơn; ampli không chung nguồn với bo.',
          en: 'Use a better 5 V supply and a short, thick cable; not one with the amplifier.',
        },
      ),
      low: fail(
        { vi: 'đang sụt áp', en: 'is too weak now' },
        {
          vi: 'Thay bộ nguồn 5 V và dây: sụt áp làm hỏng thẻ nhớ và treo máy.',
          en: 'Replace supply and cable: low voltage breaks cards and hangs the board.',
        },
      ),
    },
  },
  doctor: {
    what: { vi: 'Bản thân việc khám', en: 'The examination itself' },
    says: {
      broke: unknown(
        { vi: 'không xem được mục {check}: {detail}', en: '{check} could not be looked at: {detail}' },
        {
          vi: 'Chạy lại; vẫn vậy thì gửi dòng này cho người hỗ trợ.',
          en: 'Run it again; if it stays, send this line to whoever helps you.',
        },
      ),
    },
  },
} as const;
