//! Foreign keys and indexes under names that follow from table and columns.

use sea_orm_migration::prelude::*;

/// A foreign key to the `id` of another table.
pub fn references(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("fk_{table}_{column}")).from(table, column).to(target, "id").take()
}

/// An index; add `.and_where(..)` for a partial one.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("ix_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// A unique index; add `.and_where(..)` for a partial one.
pub fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = index(table, columns);
    index.unique().name(format!("ux_{table}_{}", columns.join("_")));
    index
}
