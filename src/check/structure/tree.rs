//! The tree of departments: whether one lies within another, answered at once.

use crate::model::{Department, Id, Plan};

/// For each department, the stretch that it and those below it take up in a walk down the tree.
#[derive(Debug)]
pub(in crate::check) struct Tree {
    stretches: Vec<Option<(usize, usize)>>,
}

impl Tree {
    /// Walks down from every department that is part of none.
    pub(super) fn of(plan: &Plan) -> Tree {
        let mut below: Vec<Vec<Id<Department>>> = vec![Vec::new(); plan.departments.len()];
        let mut steps: Vec<Step> = Vec::new();
        for (id, department) in plan.departments.iter() {
            match department.part_of {
                Some(above) => below.get_mut(above.value.index()).into_iter().for_each(|below| below.push(id)),
                None => steps.push(Step::Enter(id)),
            }
        }
        let mut tree = Tree { stretches: vec![None; plan.departments.len()] };
        let mut walked = 0;
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(id) => {
                    tree.set(id, (walked, walked));
                    walked += 1;
                    steps.push(Step::Leave(id));
                    steps.extend(below.get(id.index()).into_iter().flatten().map(|id| Step::Enter(*id)));
                }
                Step::Leave(id) => {
                    if let Some((from, _)) = tree.stretch(id) {
                        tree.set(id, (from, walked));
                    }
                }
            }
        }
        tree
    }

    /// Whether a department is another or below it. Departments in a loop are within everything: the loop is reported.
    pub(in crate::check) fn is_within(&self, inner: Id<Department>, outer: Id<Department>) -> bool {
        match (self.stretch(inner), self.stretch(outer)) {
            (Some((from, _)), Some(outer)) => (outer.0..outer.1).contains(&from),
            _ => true,
        }
    }

    fn stretch(&self, id: Id<Department>) -> Option<(usize, usize)> {
        self.stretches.get(id.index()).copied().flatten()
    }

    fn set(&mut self, id: Id<Department>, stretch: (usize, usize)) {
        if let Some(known) = self.stretches.get_mut(id.index()) {
            *known = Some(stretch);
        }
    }
}

enum Step {
    Enter(Id<Department>),
    Leave(Id<Department>),
}
