"""TwoFour (二四): fair, explainable appraisal and pay for an online shop's customer-service team."""
