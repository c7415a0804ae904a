/*
 * An SMTP server that takes everything and keeps nothing, faster than any client (RFC 5321, RFC 2920).
 *   sink REPLY_DELAY_MS OFFERS_PIPELINING [RECORD_FILE]
 * It listens on a free port of 127.0.0.1 and prints it. A line on stdin is answered with the number of messages it has taken,
 * once the record is written, and with the microseconds from the first MAIL after the line before to the last answer to a content;
 * the record names the recipient of each. The end of stdin ends it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INPUT = 256 * 1024, OUTPUT = 16 * 1024, RECIPIENT = 320 };

typedef struct Connection {
  int fd, holders, is_closed;
  /* Whether content is being read, and whether none of it has been seen. */
  int is_content, is_content_start;
  size_t input_length, output_length;
  char input[INPUT], output[OUTPUT], recipient[RECIPIENT];
} Connection;

/* Replies that wait for their time; all wait equally long, so that they leave in the order they came. */
typedef struct Reply {
  long long due_us;
  Connection *connection;
  size_t length;
  int is_last;
  struct Reply *next;
  char text[];
} Reply;

static long taken, delay_us;
static long long first_mail_us, last_answer_us;
static int offers_pipelining;
static FILE *record;
static Reply *first_reply, *last_reply;

static long long now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void let_go(Connection *connection) {
  if (--connection->holders == 0) free(connection);
}

static void close_connection(Connection *connection) {
  if (connection->is_closed) return;
  connection->is_closed = 1;
  close(connection->fd);
  let_go(connection);
}

static void put(Connection *connection, const char *text, size_t length) {
  /* A client that does not read its replies is not what this sink is for. */
  if (!connection->is_closed && write(connection->fd, text, length) != (ssize_t)length) close_connection(connection);
}

static void say(Connection *connection, const char *reply) {
  size_t length = strlen(reply);
  if (connection->output_length + length > OUTPUT) return;
  memcpy(connection->output + connection->output_length, reply, length);
  connection->output_length += length;
}

static void flush(Connection *connection, int is_last) {
  size_t length = connection->output_length;
  connection->output_length = 0;
  if (delay_us == 0) {
    if (length > 0) put(connection, connection->output, length);
    if (is_last) close_connection(connection);
    return;
  }
  if (length == 0 && !is_last) return;
  Reply *reply = malloc(sizeof *reply + length);
  *reply = (Reply){now_us() + delay_us, connection, length, is_last, NULL};
  memcpy(reply->text, connection->output, length);
  connection->holders++;
  if (last_reply) last_reply->next = reply; else first_reply = reply;
  last_reply = reply;
}

static void say_what_is_due(void) {
  while (first_reply && first_reply->due_us <= now_us()) {
    Reply *reply = first_reply;
    first_reply = reply->next;
    if (!first_reply) last_reply = NULL;
    put(reply->connection, reply->text, reply->length);
    if (reply->is_last) close_connection(reply->connection);
    let_go(reply->connection);
    free(reply);
  }
}

static void keep_recipient(Connection *connection, const char *line, const char *end) {
  const char *from = memchr(line, '<', end - line), *to = from ? memchr(from, '>', end - from) : NULL;
  size_t length = to ? (size_t)(to - from - 1) : 0;
  if (length >= RECIPIENT) length = 0;
  if (length > 0) memcpy(connection->recipient, from + 1, length);
  connection->recipient[length] = 0;
}

static void take(Connection *connection) {
  taken++;
  last_answer_us = now_us() + delay_us;
  if (record) fprintf(record, "%s\n", connection->recipient);
  say(connection, "250 2.0.0 Ok: taken\r\n");
}

/* What stands from `at` on of a content; answers where it ends, or NULL while it goes on. */
static char *end_of_content(Connection *connection, char *at, char *end) {
  if (connection->is_content_start && end - at >= 3 && !memcmp(at, ".\r\n", 3)) return at + 3;
  char *mark = memmem(at, end - at, "\r\n.\r\n", 5);
  return mark ? mark + 5 : NULL;
}

/* Takes what has been read; true once the client has said goodbye. */
static int read_on(Connection *connection) {
  char *at = connection->input, *end = at + connection->input_length;
  int is_over = 0;
  while (at < end && !is_over) {
    if (connection->is_content) {
      char *after = end_of_content(connection, at, end);
      if (!after) {
        /* Of a content only its end matters. */
        if (end - at > 4) { at = end - 4; connection->is_content_start = 0; }
        break;
      }
      at = after;
      connection->is_content = 0;
      take(connection);
      continue;
    }
    char *line_end = memchr(at, '\n', end - at);
    if (!line_end) break;
    if (!strncasecmp(at, "EHLO", 4)) {
      say(connection, "250-sink\r\n");
      if (offers_pipelining) say(connection, "250-PIPELINING\r\n");
      say(connection, "250-SIZE 50000000\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8\r\n");
    } else if (!strncasecmp(at, "DATA", 4)) {
      say(connection, "354 go ahead\r\n");
      connection->is_content = connection->is_content_start = 1;
    } else if (!strncasecmp(at, "QUIT", 4)) {
      say(connection, "221 bye\r\n");
      is_over = 1;
    } else {
      if (!strncasecmp(at, "RCPT", 4)) keep_recipient(connection, at, line_end);
      else if (!first_mail_us && !strncasecmp(at, "MAIL", 4)) first_mail_us = now_us();
      say(connection, "250 2.1.0 Ok\r\n");
    }
    at = line_end + 1;
  }
  connection->input_length = end - at;
  if (at != connection->input) memmove(connection->input, at, connection->input_length);
  return is_over;
}

static void hear(Connection *connection) {
  ssize_t got = read(connection->fd, connection->input + connection->input_length, INPUT - connection->input_length);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) { close_connection(connection); return; }
  connection->input_length += got;
  connection->holders++;
  flush(connection, read_on(connection));
  let_go(connection);
}

static void welcome(int listener, int watch) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection *connection = calloc(1, sizeof *connection);
    connection->fd = fd;
    connection->holders = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(watch, EPOLL_CTL_ADD, fd, &event);
    say(connection, "220 sink ESMTP\r\n");
    flush(connection, 0);
  }
}

static void answer_parent(void) {
  char asked[64];
  ssize_t got = read(0, asked, sizeof asked);
  if (record) fflush(record);
  if (got <= 0) exit(0);
  printf("%ld %lld\n", taken, first_mail_us ? last_answer_us - first_mail_us : 0);
  first_mail_us = 0;
  fflush(stdout);
}

int main(int count, char **words) {
  delay_us = count > 1 ? atol(words[1]) * 1000 : 0;
  offers_pipelining = count > 2 ? atoi(words[2]) : 1;
  if (count > 3 && !(record = fopen(words[3], "w"))) { perror(words[3]); return 1; }
  signal(SIGPIPE, SIG_IGN);

  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (void *)&address, length) || listen(listener, 1024)) { perror("listen"); return 1; }
  getsockname(listener, (void *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);

  int watch = epoll_create1(0);
  static char parent;
  struct epoll_event asked = {.events = EPOLLIN, .data.ptr = &parent}, came = {.events = EPOLLIN}, events[256];
  epoll_ctl(watch, EPOLL_CTL_ADD, 0, &asked);
  epoll_ctl(watch, EPOLL_CTL_ADD, listener, &came);
  for (;;) {
    say_what_is_due();
    long long wait_us = first_reply ? first_reply->due_us - now_us() : 0;
    int wait_ms = !first_reply ? -1 : wait_us <= 0 ? 0 : (int)((wait_us + 999) / 1000);
    int ready = epoll_wait(watch, events, 256, wait_ms);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == &parent) answer_parent();
      else if (!events[i].data.ptr) welcome(listener, watch);
      else hear(events[i].data.ptr);
    }
  }
}
