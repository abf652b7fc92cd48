"""pledges: whether promises made to care-experienced young people in public contracts were kept, exactly."""
