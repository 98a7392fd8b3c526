" Written by editors/tree-sitter-zbb/generate from editors/words.json.
syntax keyword zbbModifier contained after because by every evidence from in month of on over to until value via
syntax keyword zbbOperatorWord contained and at not or
syntax keyword zbbConstant contained entering leaving no previous yes
syntax keyword zbbKind contained ces churn conversion cost_per_contact csat deflection engagement first_contact_resolution first_response_time handle_time lifetime_value nps referral_rate referral_revenue repeat_purchase retention sentiment
syntax keyword zbbChoice contained add benchmark capital diminishing error expense experiment explicit explicit_then_score first_interaction higher history income judgement lower max nearer off open optimal parked promoted purchase_decision recovery rejected score service_encounter sharing skip stop warning
syntax keyword zbbUnit contained day days hour hours minute minutes month months pp pts quarter quarters second seconds week weeks year years
syntax match zbbKeyword /\%(^\|[{},]\)\@1<=\s*\%(actuals\|alternative\|benchmark\|category\|channel\|criterion\|department\|driver\|exchange\|funding\|idea\|income\|journey\|kpi\|level\|milestone\|moment\|need\|objective\|observe\|package\|pain\|persona\|plan\|practice\|ranking\|require\|retire\|role\|scenario\|stage\|tolerance\|touchpoint\|transfer\|unit\|waive\|workshop\)\>\ze\%(\s*[{"]\|\s\+\h\|$\)/ nextgroup=zbbName skipwhite
syntax match zbbFunction /\<\%(abs\|clamp\|clv\|cost\|csat\|exp\|fcr\|funded\|hill\|lag\|ln\|max\|mean\|min\|nps\|pow\|round\|score\|spend\|sqrt\|sum\|total\)\ze(/ contained
