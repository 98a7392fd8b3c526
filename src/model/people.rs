//! Who answers for what: roles, departments, categories of cost, channels.

use super::Id;
use super::schema::{HeadShape, Needed, Text, choices, declaration};
use crate::source::Spanned;

declaration! {
    /// A post that answers for parts of the plan. Every `owner` names a role, so that a plan survives a change of person.
    #[example("role head_of_support \"Head of support\" { person: \"Ada Okafor\" }\nrole cx_director \"Director, customer experience\"\nrole finance_partner \"Finance partner\"")]
    "role" Role HeadShape::Named =>
    /// Who holds the post today.
    person: Option<Text>,
    /// Where to reach them.
    email: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// A part of the organisation that spends. Departments form a tree; the cost of one includes those below it.
    #[example("department support \"Customer support\" { owner: head_of_support }")]
    "department" Department HeadShape::Named =>
    /// The role that answers for it.
    owner: Needed<Spanned<Id<Role>>>,
    /// The department it belongs to.
    part_of: Option<Spanned<Id<Department>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

choices! {
    /// The nature of a category.
    CategoryKind {
        Expense "expense" "running cost; spending less than planned is favourable",
        Capital "capital" "investment; spending less than planned is favourable",
        Income "income" "money that comes in; more than planned is favourable",
    }
}

declaration! {
    /// A category of cost or income, across departments. Its owner is a second key beside the package's owner.
    #[example("category salaries \"Salaries\" { owner: finance_partner }\ncategory software \"Software\" { owner: finance_partner, rule: \"Licences per seat, reviewed each quarter\" }")]
    "category" Category HeadShape::Named =>
    /// The role that answers for it across departments.
    owner: Needed<Spanned<Id<Role>>>,
    /// The consumption policy, in words.
    rule: Option<Text>,
    /// Its nature.
    kind: Option<CategoryKind> = "expense",
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// A way customers are met: a shop, e-mail, chat. Touchpoints name one, and costs take `via`, so that spend shows by channel.
    #[example("channel chat \"Chat\"\nchannel email \"E-mail\" { owner: head_of_support }")]
    "channel" Channel HeadShape::Named =>
    /// The role that answers for it.
    owner: Option<Spanned<Id<Role>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}
