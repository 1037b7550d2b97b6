// What each command does, but for those that move in time.
#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "workspace/names.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {
namespace {

constexpr float zoom_step = 1.25F;
constexpr float least_zoom = 0.05F;
constexpr float most_zoom = 100.0F;
constexpr float pan_step = 0.15F;           // of the picture
constexpr float timeline_pan_step = 0.25F;  // of its span
constexpr double timeline_zoom_step = 1.6;
constexpr Duration shortest_span{10};
constexpr float scale_step = 0.1F;
constexpr float least_scale = 0.5F;
constexpr float most_scale = 4;

// What works when nothing is open.
bool needs_no_document(Command command) {
  constexpr std::array commands = {
      Command::open_palette, Command::open_help,     Command::open_gallery,  Command::open_file,
      Command::reload,       Command::next_theme,    Command::scale_up,      Command::scale_down,
      Command::leave,        Command::quit,          Command::speed_step,    Command::speed_run,
      Command::speed_fast,   Command::speed_express, Command::toggle_events, Command::toggle_timeline,
      Command::toggle_side,
  };
  return std::find(commands.begin(), commands.end(), command) != commands.end();
}

bool is_plain(std::string_view word) {
  return !word.empty() &&
         word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:+,") ==
             std::string_view::npos;
}

// A word as a POSIX shell takes it.
std::string shell_word(std::string_view word) {
  if (is_plain(word)) return std::string(word);
  std::string out = "'";
  for (const char letter : word) {
    if (letter == '\'') {
      out += "'\\''";
    } else {
      out += letter;
    }
  }
  return out + "'";
}

std::string on_off(std::string_view what, bool on) { return std::string(what) + (on ? " are shown" : " are hidden"); }

}  // namespace

void Workspace::execute(Command command) {
  if (!has_document() && !needs_no_document(command)) {
    say("nothing is open: choose a scenario from the gallery, or open a file");
    return;
  }
  if (execute_time(command) || execute_picture(command) || execute_panels(command)) return;
  execute_other(command);
}

bool Workspace::execute_picture(Command command) {
  switch (command) {
    case Command::show_ring:
      view.graph = scene::GraphKind::ring;
      return true;
    case Command::show_map:
      view.graph = scene::GraphKind::map;
      return true;
    case Command::show_matrix:
      view.graph = scene::GraphKind::matrix;
      return true;
    case Command::fit:
      view.viewports[static_cast<std::size_t>(view.graph)] = {};
      span = scene::whole_run(run());
      requests_.fit = true;
      return true;
    case Command::zoom_in:
      zoom_picture(zoom_step);
      return true;
    case Command::zoom_out:
      zoom_picture(1 / zoom_step);
      return true;
    // To see what lies to the left, the picture moves to the right.
    case Command::pan_left:
      pan_picture(pan_step, 0);
      return true;
    case Command::pan_right:
      pan_picture(-pan_step, 0);
      return true;
    case Command::pan_up:
      pan_picture(0, pan_step);
      return true;
    case Command::pan_down:
      pan_picture(0, -pan_step);
      return true;
    case Command::timeline_zoom_in:
      zoom_timeline(1 / timeline_zoom_step);
      return true;
    case Command::timeline_zoom_out:
      zoom_timeline(timeline_zoom_step);
      return true;
    case Command::pan_timeline_left:
      span = scene::moved(timeline(), -timeline_pan_step);
      return true;
    case Command::pan_timeline_right:
      span = scene::moved(timeline(), timeline_pan_step);
      return true;
    case Command::toggle_time_axis:
      view.time_axis = view.time_axis == scene::TimeAxis::linear ? scene::TimeAxis::by_event : scene::TimeAxis::linear;
      return true;
    case Command::toggle_sessions:
      view.show_sessions = !view.show_sessions;
      say(on_off("sessions on old certificates", view.show_sessions));
      return true;
    case Command::toggle_links:
      view.show_links = !view.show_links;
      say(on_off("links", view.show_links));
      return true;
    case Command::toggle_only_broken_links:
      view.show_only_broken_links = !view.show_only_broken_links;
      say(view.show_only_broken_links ? "only broken links are shown" : "all links are shown");
      return true;
    default:
      return false;
  }
}

bool Workspace::execute_panels(Command command) {
  const auto show = [this](scene::SidePanel panel) {
    view.side = panel;
    view.show_side = true;
  };
  switch (command) {
    case Command::show_why:
      show(scene::SidePanel::why);
      return true;
    case Command::show_certificates:
      show(scene::SidePanel::certificates);
      return true;
    case Command::show_checks:
      show(scene::SidePanel::checks);
      return true;
    case Command::show_what_if:
      show(scene::SidePanel::what_if);
      return true;
    case Command::show_lesson:
      show(scene::SidePanel::lesson);
      return true;
    case Command::show_actors:
      if (!has_actors()) {
        say("this scenario has no vaults, agents or clients");
        return true;
      }
      show(scene::SidePanel::actors);
      return true;
    case Command::toggle_events:
      view.show_events = !view.show_events;
      return true;
    case Command::toggle_timeline:
      view.show_timeline = !view.show_timeline;
      return true;
    case Command::toggle_side:
      view.show_side = !view.show_side;
      return true;
    case Command::filter_events:
      view.show_events = true;
      requests_.focus_filter = true;
      return true;
    case Command::edit_until:
      requests_.focus_until = true;
      return true;
    case Command::open_palette:
      requests_.palette = true;
      return true;
    case Command::open_help:
      requests_.help = true;
      return true;
    case Command::open_gallery:
      requests_.gallery = true;
      return true;
    case Command::open_file:
      requests_.open_file = true;
      return true;
    case Command::save_what_if:
      requests_.save_as = true;
      return true;
    case Command::quit:
      requests_.quit = true;
      return true;
    default:
      return false;
  }
}

void Workspace::execute_other(Command command) {
  const auto at_speed = [this](scene::Speed speed) {
    view.speed = speed;
    playback_.rest();
    say("speed: " + std::string(to_string(speed)));
  };
  switch (command) {
    case Command::speed_step:
      return at_speed(scene::Speed::step);
    case Command::speed_run:
      return at_speed(scene::Speed::run);
    case Command::speed_fast:
      return at_speed(scene::Speed::fast);
    case Command::speed_express:
      return at_speed(scene::Speed::express);
    case Command::reload:
      if (has_document()) {
        submit_open(document_watch_.files().front().string(), true);
      } else if (!failed_argument_.empty()) {
        open(failed_argument_);
      } else {
        say("nothing is open");
      }
      return;
    case Command::predict_domain:
      return predict(false);
    case Command::predict_phase:
      return predict(true);
    case Command::reveal:
      return reveal_prediction();
    case Command::rerun_what_if:
      return rerun_what_if();
    case Command::toggle_deadlines:
      return toggle_deadlines();
    case Command::drop_what_if:
      drop_what_if();
      return say("the changes are dropped");
    case Command::to_first_difference:
      pause();
      if (!comparing()) return say("there is no second run: change something in the what-if panel and run it again");
      if (!difference_) return say("both runs are the same, event for event");
      move_to(difference_->in_first, Move::jump);
      return say(difference_->text);
    case Command::next_theme: {
      constexpr std::array themes = {scene::Theme::dark, scene::Theme::light, scene::Theme::projector,
                                     scene::Theme::colour_blind};
      view.theme = themes[(static_cast<std::size_t>(view.theme) + 1) % themes.size()];
      return say("theme: " + std::string(to_string(view.theme)));
    }
    case Command::scale_up:
      view.scale = std::min(view.scale + scale_step, most_scale);
      return;
    case Command::scale_down:
      view.scale = std::max(view.scale - scale_step, least_scale);
      return;
    case Command::copy_as_command:
      requests_.clipboard = as_command();
      return say("copied: " + requests_.clipboard);
    case Command::leave:
      return leave();
    default:
      return;
  }
}

// The innermost thing first. Popups are the panels' own: they see the key before this does.
void Workspace::leave() {
  if (prediction_) {
    prediction_.reset();
    say("the prediction is left");
  } else if (selection_.kind != scene::Selection::Kind::nothing) {
    selection_ = {};
  } else {
    requests_.leave = true;
  }
}

// The middle of the picture stays where it is.
void Workspace::zoom_picture(float factor) {
  scene::Viewport& viewport = view.viewports[static_cast<std::size_t>(view.graph)];
  const float zoom = std::clamp(viewport.zoom * factor, least_zoom, most_zoom);
  const float actual = zoom / viewport.zoom;
  const scene::Point middle{picture_size.x / 2, picture_size.y / 2};
  viewport.offset.x = middle.x - (middle.x - viewport.offset.x) * actual;
  viewport.offset.y = middle.y - (middle.y - viewport.offset.y) * actual;
  viewport.zoom = zoom;
}

void Workspace::pan_picture(float part_x, float part_y) {
  scene::Viewport& viewport = view.viewports[static_cast<std::size_t>(view.graph)];
  viewport.offset.x += part_x * picture_size.x;
  viewport.offset.y += part_y * picture_size.y;
}

// Around the cursor when it can be seen, else around the middle; within the run.
void Workspace::zoom_timeline(double factor) {
  const scene::TimeSpan whole = scene::whole_run(run());
  const Duration length = span.to - span.from;
  const SimTime now = cursor_->now();
  const SimTime around = now >= span.from && now <= span.to ? now : span.from + length / 2;
  const double part = length.count() == 0
                          ? 0.5
                          : static_cast<double>((around - span.from).count()) / static_cast<double>(length.count());
  const auto scaled = Duration(static_cast<Duration::rep>(static_cast<double>(length.count()) * factor));
  if (scaled < shortest_span) return;
  const auto before = Duration(static_cast<Duration::rep>(static_cast<double>(scaled.count()) * part));
  // Where it would go beyond the run on one side, it grows on the other.
  span.from = std::clamp(around - before, whole.from, std::max(whole.from, whole.to - scaled));
  span.to = std::min(span.from + scaled, whole.to);
}

Workspace::Requests Workspace::take_requests() { return std::exchange(requests_, {}); }

std::string Workspace::as_command() const {
  std::string out = "certdrill-viewer";
  if (!has_document()) return out;
  const auto add = [&out](std::string_view option, std::string_view value) {
    out += " " + std::string(option) + " " + shell_word(value);
  };
  out += " " + shell_word(document_watch_.files().front().string());
  // The time says it best; within an instant only the number does.
  const replay::EventNumber event = cursor_->event();
  if (event == 0) {
    add("--at", "start");
  } else if (run().last_event_until(cursor_->now()) == event) {
    add("--at", to_string(cursor_->now()));
  } else {
    add("--at", "event " + std::to_string(event));
  }
  const std::string selected = selected_name();
  if (!selected.empty()) add("--select", selected);
  add("--view", to_string(view.graph));
  if (view.show_side && view.side != scene::SidePanel::why) add("--panel", to_string(view.side));
  if (view.theme != scene::Theme::dark) add("--theme", to_string(view.theme));
  if (view.scale != 1) {
    char text[16];
    std::snprintf(text, sizeof text, "%.3g", static_cast<double>(view.scale));
    add("--scale", text);
  }
  const auto& domains = run().scenario().cluster.upgrade_domains;
  for (const std::uint32_t domain : view.open_domains) {
    if (domain < domains.size()) add("--open-domain", domains[domain]);
  }
  if (!view.event_filter.empty()) add("--filter", view.event_filter);
  if (!view.show_sessions) add("--sessions", "off");
  if (deadlines_shown_) out += " --deadlines";
  return out;
}

}  // namespace certdrill::workspace
