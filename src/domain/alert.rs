use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::{
    AlertId, Category, City, Currency, Day, EventId, Price, SearchText, Timestamp, UserId, Venue,
    name_key,
};

/// That somebody is told by mail of tickets that come on sale. It holds none for them: for that one
/// stands in line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Which alert.
    pub id: AlertId,
    /// Who is told.
    pub user: UserId,
    /// Of which tickets.
    pub topic: AlertTopic,
    /// How often.
    pub pace: AlertPace,
    /// Since when.
    pub asked_at: Timestamp,
    /// What came on sale later is news.
    pub told_until: Timestamp,
    /// When they were told last: also before they asked anew.
    pub told_at: Option<Timestamp>,
    /// Whether it has ended.
    pub is_over: bool,
}

/// Of which tickets somebody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlertTopic {
    /// Those for an event, or for the one that it was merged into.
    Event(EventId),
    /// Those for all that takes place there, as venues and cities are compared.
    Venue(Venue, City),
    /// Those that a search finds.
    Search(SearchTopic),
}

/// What somebody looks for: what the form of a search has, but for the order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchTopic {
    /// In the event's name, venue or city.
    pub words: Option<SearchText>,
    /// The event's city.
    pub city: Option<SearchText>,
    /// What kind of thing the event is.
    pub category: Option<Category>,
    /// The first day, by the clocks where the event is.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
    /// The least that a buyer pays for a ticket.
    pub min_price: Option<Price>,
    /// The most.
    pub max_price: Option<Price>,
}

named! {
    /// How often somebody is told.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum AlertPace {
        /// Promptly, and then every ten minutes at the most.
        AtOnce = "once",
        /// Once a day at the most.
        Daily = "daily",
    }
    /// In one word, as forms and programs have it.
    pub fn word;
}

named! {
    /// What happens to an alert.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum AlertEvent {
        /// It is made, or made anew: by whom, of what, and how often.
        Asked(UserId, AlertTopic, AlertPace) = "AlertAsked",
        /// They want to be told more often, or less.
        PaceChosen(AlertPace) = "AlertPaceChosen",
        /// They are told of what came on sale until then: the mail is queued.
        Told(Timestamp) = "AlertTold",
        /// It has ended.
        Ended = "AlertEnded",
    }
    pub(super) fn name;
}

impl AlertPace {
    /// All of them, the one that is offered first before the other.
    pub const ALL: [Self; 2] = [Self::Daily, Self::AtOnce];

    /// The pace of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.word() == word)
    }

    /// How long it is from one mail to the next, at the least.
    #[must_use]
    pub fn interval(self) -> Duration {
        match self {
            Self::AtOnce => Duration::from_secs(10 * 60),
            Self::Daily => Duration::from_secs(24 * 3600),
        }
    }
}

impl AlertTopic {
    /// What two that mean the same have in common.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Event(event) => format!("event {event}"),
            Self::Venue(venue, city) => {
                format!("venue {}\n{}", name_key(venue.as_str()), name_key(city.as_str()))
            }
            Self::Search(search) => {
                let text =
                    |text: &Option<SearchText>| text.as_ref().map(|it| name_key(it.as_str()));
                let SearchTopic { words, city, category, from, to, min_price, max_price } = search;
                let words = [text(words), text(city)];
                let tag = category.map(Category::tag);
                let prices = [min_price, max_price].map(|price| price.map(Price::minor));
                format!("search {words:?} {tag:?} {:?} {prices:?}", [from, to])
            }
        }
    }

    /// Where on the site one finds it; none of an event, which has a page.
    #[must_use]
    pub fn search_path(&self, currency: Currency) -> Option<String> {
        let fields = match self {
            Self::Event(_) => return None,
            Self::Venue(venue, city) => vec![("q", venue.to_string()), ("city", city.to_string())],
            Self::Search(search) => search.fields(currency),
        };
        let mut query = url::form_urlencoded::Serializer::for_suffix(String::from("/?"), 2);
        Some(query.extend_pairs(fields).finish())
    }
}

impl SearchTopic {
    /// Whether it leaves nothing out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields of the form that looks for it, those that are used.
    pub fn fields(&self, currency: Currency) -> Vec<(&'static str, String)> {
        let text = |text: &Option<SearchText>| text.as_ref().map(ToString::to_string);
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        let price = |price: Option<Price>| price.map(|price| price.decimal(currency));
        let fields = [
            ("q", text(&self.words)),
            ("city", text(&self.city)),
            ("category", self.category.map(|category| category.tag().to_owned())),
            ("from", day(self.from)),
            ("to", day(self.to)),
            ("min_price", price(self.min_price)),
            ("max_price", price(self.max_price)),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Alert {
    /// From when on they may be told again.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        self.told_at.map(|told_at| told_at + self.pace.interval())
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        alert: &mut Option<Self>,
        id: AlertId,
        event: &AlertEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if let AlertEvent::Asked(user, topic, pace) = event {
            *alert = Some(Self {
                id,
                user: *user,
                topic: topic.clone(),
                pace: *pace,
                asked_at: at,
                told_until: at,
                told_at: alert.as_ref().and_then(|before| before.told_at),
                is_over: false,
            });
            return Ok(());
        }
        let alert = alert.as_mut().ok_or("not there")?;
        if alert.is_over {
            return Err("over");
        }
        match event {
            AlertEvent::Asked(..) => {}
            AlertEvent::PaceChosen(pace) => alert.pace = *pace,
            AlertEvent::Told(until) => {
                alert.told_until = *until;
                alert.told_at = Some(at);
            }
            AlertEvent::Ended => alert.is_over = true,
        }
        Ok(())
    }
}
