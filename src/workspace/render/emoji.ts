/** Short names of the common emoji, as Slack spells them: `name character`. */
const TABLE = `
smile 😄|grinning 😀|smiley 😃|grin 😁|joy 😂|laughing 😆|wink 😉|blush 😊|heart_eyes 😍
sunglasses 😎|thinking_face 🤔|neutral_face 😐|confused 😕|worried 😟|cry 😢|sob 😭|angry 😠
rage 😡|sleeping 😴|sweat_smile 😅|slightly_smiling_face 🙂|upside_down_face 🙃
face_with_rolling_eyes 🙄|relieved 😌|disappointed 😞|fearful 😨|scream 😱|flushed 😳
exploding_head 🤯|partying_face 🥳|wave 👋|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌
clap 👏|pray 🙏|muscle 💪|raised_hands 🙌|raised_hand ✋|point_right 👉|point_left 👈
point_up ☝️|point_down 👇|handshake 🤝|eyes 👀|brain 🧠|bust_in_silhouette 👤
busts_in_silhouette 👥|technologist 🧑‍💻|heart ❤️|broken_heart 💔|green_heart 💚
blue_heart 💙|yellow_heart 💛|100 💯|fire 🔥|sparkles ✨|star ⭐|star2 🌟|dizzy 💫|boom 💥|zap ⚡
sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|snowflake ❄️|rainbow 🌈|ocean 🌊|seedling 🌱
herb 🌿|deciduous_tree 🌳|evergreen_tree 🌲|leaves 🍃|fallen_leaf 🍂|cactus 🌵|sunrise 🌅
crescent_moon 🌙|earth_africa 🌍|rocket 🚀|airplane ✈️|car 🚗|house 🏠|office 🏢|factory 🏭
hospital 🏥|bank 🏦|checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️|trophy 🏆
medal 🏅|first_place_medal 🥇|dart 🎯|tada 🎉|confetti_ball 🎊|gift 🎁|balloon 🎈|birthday 🎂
coffee ☕|beers 🍻|pizza 🍕|red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠
large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣
large_brown_circle 🟤|white_circle ⚪|black_circle ⚫|large_red_square 🟥
large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦
white_large_square ⬜|black_large_square ⬛|small_red_triangle 🔺|small_red_triangle_down 🔻
small_orange_diamond 🔸|small_blue_diamond 🔹|large_orange_diamond 🔶|large_blue_diamond 🔷
warning ⚠️|rotating_light 🚨|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|x ❌
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|heavy_plus_sign ➕
heavy_minus_sign ➖|question ❓|exclamation ❗|bangbang ‼️|information_source ℹ️|zzz 💤
bell 🔔|no_bell 🔕|mute 🔇|loudspeaker 📢|mega 📣|speech_balloon 💬|thought_balloon 💭
arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️
arrow_lower_right ↘️|arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|clipboard 📋|memo 📝
pencil ✏️|pencil2 ✏️|page_facing_up 📄|page_with_curl 📃|bookmark 🔖|bookmark_tabs 📑
books 📚|book 📖|notebook 📓|calendar 📅|date 📅|spiral_calendar_pad 🗓️|card_index 📇
file_folder 📁|open_file_folder 📂|package 📦|inbox_tray 📥|outbox_tray 📤|email 📧
envelope ✉️|incoming_envelope 📨|mailbox 📫|telephone_receiver 📞|phone ☎️|computer 💻
desktop_computer 🖥️|floppy_disk 💾|electric_plug 🔌|battery 🔋|bulb 💡|flashlight 🔦|mag 🔍
mag_right 🔎|lock 🔒|unlock 🔓|key 🔑|hammer 🔨|wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️|link 🔗
paperclip 📎|pushpin 📌|round_pushpin 📍|scissors ✂️|wastebasket 🗑️|hourglass ⌛
hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|clock9 🕘|watch ⌚
moneybag 💰|dollar 💵|euro 💶|credit_card 💳|money_with_wings 💸|receipt 🧾|ticket 🎫|label 🏷️
ambulance 🚑|bug 🐛|test_tube 🧪|microscope 🔬|shield 🛡️|robot_face 🤖|ghost 👻|seat 💺|chair 🪑
ladder 🪜|crystal_ball 🔮|compass 🧭|anchor ⚓|construction 🚧|traffic_light 🚦
vertical_traffic_light 🚦|mountain ⛰️|beginner 🔰|new 🆕|ok 🆗|up 🆙|sos 🆘|one 1️⃣|two 2️⃣
three 3️⃣|four 4️⃣|five 5️⃣|baby 👶|snail 🐌|turtle 🐢|dog 🐶|cat 🐱|owl 🦉|unicorn_face 🦄
bee 🐝`;

const EMOJI: ReadonlyMap<string, string> = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((entry): [string, string] => {
      const at = entry.indexOf(' ');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
);

export function emojiOf(name: string): string | null {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, '')) ?? null;
}
